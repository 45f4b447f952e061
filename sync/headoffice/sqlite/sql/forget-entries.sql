DELETE FROM feed WHERE gseq IN (
  SELECT gseq FROM feed WHERE gseq <= :through ORDER BY gseq LIMIT :limit)
