SELECT c.incarnation, c.seq, c.hash, c.key, c.signature,
       coalesce (o.hash, iif (c.seq < a.seq, c.hash, iif (c.seq = a.seq, a.hash, NULL)))
FROM countersignature AS c LEFT JOIN operation AS o USING (incarnation, seq)
LEFT JOIN anchor AS a ON a.incarnation = c.incarnation
ORDER BY c.incarnation
