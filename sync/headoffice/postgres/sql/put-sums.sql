UPDATE range_sum SET gseq = $1, sums = $2, thin_sums = $3, thin_rules = $4, thin_ranges = $5
