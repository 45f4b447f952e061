SELECT account_id FROM entity
  WHERE account_id = ANY ($2::text[]) AND account_id IS NOT NULL AND kind <> 'action'
    AND kind = 'member' AND data ->> 'home_store_id' = $1
    AND data ->> 'state' IS DISTINCT FROM 'merged'
UNION
SELECT data ->> 'visited_account_id' FROM entity
  WHERE kind = 'visitor'
    AND id = ANY (SELECT $1 || '/' || account_id FROM unnest ($2::text[]) AS wanted (account_id))
    AND (data ->> 'until_ms')::bigint > 0
