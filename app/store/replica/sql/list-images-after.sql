SELECT kind, id, account_id, ver, data, n FROM row WHERE n > :after ORDER BY n LIMIT :limit
