-- :covered is {incarnation: through which number}. An incarnation's operations stand in their order.
WITH RECURSIVE own (incarnation) AS (
  SELECT min (incarnation) FROM operation
  UNION ALL
  SELECT (SELECT min (o.incarnation) FROM operation AS o WHERE o.incarnation > own.incarnation)
  FROM own WHERE own.incarnation IS NOT NULL
)
SELECT min ((SELECT o.n FROM operation AS o
             WHERE o.incarnation = own.incarnation
               AND o.seq > coalesce ((SELECT value FROM json_each (:covered)
                                      WHERE key = own.incarnation), 0)
             ORDER BY o.seq LIMIT 1))
FROM own
