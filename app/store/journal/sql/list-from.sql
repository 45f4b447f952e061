SELECT seq, id, kind, account_id, member_id, staff_id, at_ms, value_minor, body, answer, body_hash, prev, hash, n, incarnation
FROM operation WHERE incarnation = :incarnation AND seq >= :from_seq
ORDER BY seq LIMIT :limit
