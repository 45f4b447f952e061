SELECT o.seq, o.id,
  CASE WHEN o.is_repeat
    THEN (SELECT f.outcome FROM operation AS f WHERE f.id = o.id AND NOT f.is_repeat) ELSE o.outcome END
  FROM operation AS o
  WHERE o.device_id = $1 AND o.incarnation = $2 AND o.seq > $3
  ORDER BY o.seq LIMIT $4
