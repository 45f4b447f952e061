SELECT account_id FROM row
  WHERE account_id IN (SELECT value FROM json_each (:accounts)) AND account_id IS NOT NULL
    AND kind <> 'action' AND kind = 'member' AND json_extract (data, '$.home_store_id') = :store_id
    AND json_extract (data, '$.state') IS NOT 'merged'
UNION
SELECT json_extract (data, '$.visited_account_id') FROM row
  WHERE kind = 'visitor' AND id IN (SELECT :store_id || '/' || value FROM json_each (:accounts))
    AND json_extract (data, '$.until_ms') > 0
