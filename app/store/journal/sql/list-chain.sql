SELECT incarnation, seq, prev, body_hash, hash, body, signature,
       n >= (SELECT n FROM operation WHERE signature IS NOT NULL ORDER BY n LIMIT 1)
FROM operation WHERE n > :after_n ORDER BY incarnation, seq
