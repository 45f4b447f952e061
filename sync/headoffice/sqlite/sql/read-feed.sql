SELECT gseq, kind, id, account_id, data, seq, is_end,
    device_id IS NULL OR (device_id = :device_id AND incarnation IN (:incarnation, :bulk)),
    incarnation
  FROM feed WHERE gseq > :after ORDER BY gseq
