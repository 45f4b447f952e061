SELECT gseq, sums FROM range_sum
