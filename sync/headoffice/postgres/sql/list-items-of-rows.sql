SELECT gid, n, body FROM item
  WHERE item_rows (body) &&
    ARRAY (SELECT hashtextextended (id, 0) FROM unnest ($1::text[]) AS row (id))
