UPDATE operation
SET incarnation = :incarnation, seq = :seq, prev = :prev, hash = :hash, signature = :signature
WHERE id = :id
