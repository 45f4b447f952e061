-- A leader of an older version leaves them unnoted.
SELECT gid, coalesce (gseq, (SELECT max (feed.gseq) FROM feed WHERE feed.gid = mark.gid)) FROM mark
  WHERE gseq IS NOT NULL OR NOT EXISTS (SELECT FROM todo WHERE todo.gid = mark.gid)
