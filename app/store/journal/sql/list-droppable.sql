SELECT n, id, incarnation, seq, hash, signature IS NOT NULL
FROM operation WHERE n <= :through_n ORDER BY n LIMIT :limit
