SELECT gseq, sums FROM range_sum FOR UPDATE
