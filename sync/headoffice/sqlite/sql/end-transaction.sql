UPDATE feed SET is_end = 1 WHERE gseq = :gseq
