SELECT gid, n, body FROM item
  WHERE EXISTS (SELECT FROM unnest ($1::text[]) AS row (id) WHERE position (row.id IN body) > 0)
