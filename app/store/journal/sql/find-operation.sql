SELECT seq, id, kind, account_id, member_id, staff_id, at_ms, value_minor, body, answer, body_hash, prev, hash, n, incarnation
FROM operation WHERE id = :id
