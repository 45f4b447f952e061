SELECT incarnation, seq, prev, body_hash, hash, body
FROM operation WHERE n > :after_n ORDER BY incarnation, seq
