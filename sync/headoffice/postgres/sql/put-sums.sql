UPDATE range_sum SET gseq = $1, sums = $2
