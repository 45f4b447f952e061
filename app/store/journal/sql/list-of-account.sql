SELECT seq, id, kind, account_id, member_id, staff_id, at_ms, value_minor, body, answer, body_hash, prev, hash
FROM operation
WHERE account_id = :account_id AND incarnation = :incarnation
  AND seq > :after_seq AND seq < :before_seq
ORDER BY seq
