UPDATE range_sum SET gseq = :gseq, sums = :sums
