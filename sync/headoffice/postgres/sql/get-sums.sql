SELECT gseq, sums, thin_sums, thin_rules, thin_ranges FROM range_sum FOR UPDATE
