UPDATE feed SET data = :data WHERE gseq = :gseq
