SELECT data ->> 'visited_account_id' FROM entity
  WHERE kind = 'visitor' AND id ^@ ($1 || '/')
    AND (data ->> 'until_ms')::bigint BETWEEN 1 AND $2
  LIMIT $3
