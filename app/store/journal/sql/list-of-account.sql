SELECT seq, id, kind, account_id, member_id, staff_id, at_ms, value_minor, body, answer, body_hash, prev, hash, n, incarnation
FROM operation
WHERE account_id = :account_id AND n < :before_n
  AND {{waits}}
ORDER BY n
