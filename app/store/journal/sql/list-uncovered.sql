SELECT o.id, o.body_hash
FROM operation AS o LEFT JOIN json_each (:covered) AS c ON c.key = o.incarnation
WHERE o.seq > coalesce (c.value, 0)
ORDER BY o.n
