WITH gone AS (
    DELETE FROM feed WHERE gseq IN (
      SELECT gseq FROM feed WHERE gseq <= $1 ORDER BY gseq LIMIT $2) RETURNING gid, n)
  DELETE FROM item USING gone WHERE item.gid = gone.gid AND item.n = gone.n
