WITH batch AS (
    DELETE FROM todo WHERE id IN (SELECT id FROM todo ORDER BY id LIMIT 5000) RETURNING *),
  fed AS (
    INSERT INTO feed (gid, n)
      SELECT batch.gid, entry.n FROM batch CROSS JOIN LATERAL generate_series (1, batch.entries)
        AS entry (n) ORDER BY batch.id, entry.n RETURNING gid, gseq),
  marked AS (
    UPDATE mark SET gseq = (SELECT max (fed.gseq) FROM fed WHERE fed.gid = mark.gid)
      WHERE gseq IS NULL AND (SELECT max (fed.gseq) FROM fed WHERE fed.gid = mark.gid) IS NOT NULL)
  SELECT count (*), coalesce (max (gseq), 0) FROM fed
