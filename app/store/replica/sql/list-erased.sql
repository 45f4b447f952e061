SELECT account_id FROM row WHERE kind = 1 AND data LIKE '%"state":"erased"%'
