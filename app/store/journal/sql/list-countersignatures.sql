SELECT c.incarnation, c.seq, c.hash, c.key, c.signature, o.hash
FROM countersignature AS c LEFT JOIN operation AS o USING (incarnation, seq)
ORDER BY c.incarnation
