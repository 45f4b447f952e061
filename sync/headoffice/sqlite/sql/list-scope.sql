SELECT account_id FROM row
  WHERE home_store_id = :store_id AND account_id IN (SELECT value FROM json_each (:accounts))
UNION
SELECT json_extract (data, '$.visited_account_id') FROM row
  WHERE kind = 'visitor' AND id IN (SELECT :store_id || '/' || value FROM json_each (:accounts))
    AND json_extract (data, '$.until_ms') > 0
