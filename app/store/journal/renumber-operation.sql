UPDATE operation SET incarnation = :incarnation, seq = :seq, prev = :prev, hash = :hash
WHERE id = :id
