SELECT account_id FROM entity WHERE home_store_id = $1 AND account_id IS NOT NULL
UNION
SELECT data ->> 'visited_account_id' FROM entity
  WHERE kind = 'visitor' AND id ^@ ($1 || '/') AND (data ->> 'until_ms')::bigint > 0
