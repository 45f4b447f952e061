SELECT account_id FROM entity
  WHERE home_store_id = $1 AND account_id = ANY ($2::text[])
UNION
SELECT data ->> 'visited_account_id' FROM entity
  WHERE kind = 'visitor'
    AND id = ANY (SELECT $1 || '/' || account_id FROM unnest ($2::text[]) AS wanted (account_id))
    AND (data ->> 'until_ms')::bigint > 0
