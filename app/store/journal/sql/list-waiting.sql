SELECT id, body_hash FROM operation
WHERE {{waits}}
ORDER BY n
