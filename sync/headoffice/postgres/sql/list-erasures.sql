-- A leader of an older version left marks unnoted.
SELECT json_build_object ('member_id', member_id, 'at_ms', at_ms, 'epoch', epoch, 'gseq', CASE
    WHEN erasure.gid IS NULL THEN erasure.gseq
    WHEN mark.gseq IS NOT NULL THEN mark.gseq
    WHEN EXISTS (SELECT FROM todo WHERE todo.gid = erasure.gid) THEN 0
    ELSE coalesce ((SELECT max (feed.gseq) FROM feed WHERE feed.gid = erasure.gid), 0) END)
  FROM erasure LEFT JOIN mark ON mark.gid = erasure.gid WHERE n > $1 ORDER BY n
