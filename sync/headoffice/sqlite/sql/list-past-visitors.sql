SELECT json_extract (data, '$.visited_account_id') FROM row
  WHERE kind = 'visitor' AND id > :store_id || '/' AND id < :store_id || '0'
    AND json_extract (data, '$.until_ms') BETWEEN 1 AND :at_ms
  LIMIT :limit
