SELECT account_id FROM row WHERE home_store_id = :store_id AND account_id IS NOT NULL
UNION
SELECT json_extract (data, '$.visited_account_id') FROM row
  WHERE kind = 'visitor' AND id > :store_id || '/' AND id < :store_id || '0'
    AND json_extract (data, '$.until_ms') > 0
