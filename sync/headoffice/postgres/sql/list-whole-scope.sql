SELECT account_id FROM entity
  WHERE kind = 'member' AND data ->> 'home_store_id' = $1
    AND data ->> 'state' IS DISTINCT FROM 'merged'
UNION
SELECT data ->> 'visited_account_id' FROM entity
  WHERE kind = 'visitor' AND id ^@ ($1 || '/') AND (data ->> 'until_ms')::bigint > 0
