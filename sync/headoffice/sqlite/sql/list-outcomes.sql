SELECT o.seq, o.id,
  CASE WHEN o.is_repeat
    THEN (SELECT f.outcome FROM operation AS f WHERE f.id = o.id AND f.is_repeat = 0) ELSE o.outcome END
  FROM operation AS o
  WHERE o.device_id = :device_id AND o.incarnation = :incarnation AND o.seq > :seq
  ORDER BY o.seq LIMIT :limit
