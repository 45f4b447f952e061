SELECT n, kind, id, ver, data FROM row WHERE n > :after ORDER BY n LIMIT :limit
