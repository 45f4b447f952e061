SELECT o.incarnation, o.seq, o.prev, o.body_hash, o.hash, o.body, o.signature,
       o.n >= (SELECT n FROM operation WHERE signature IS NOT NULL ORDER BY n LIMIT 1)
         OR EXISTS (SELECT 1 FROM anchor WHERE was_signed)
         OR (:has_key AND NOT EXISTS
              (SELECT 1 FROM operation AS later
               WHERE later.incarnation = o.incarnation AND later.seq > o.seq
                 AND later.signature IS NOT NULL)),
       coalesce (a.seq, 0), a.hash
FROM operation AS o LEFT JOIN anchor AS a USING (incarnation)
WHERE o.n > :after_n ORDER BY o.incarnation, o.seq
