INSERT INTO erasure (n, member_id, at_ms, epoch, gid)
  SELECT coalesce (max (n), 0) + 1, $1, $2::bigint, $3, nullif ($4::bigint, 0) FROM erasure
