SELECT kind, ver, data FROM row WHERE n = :n
