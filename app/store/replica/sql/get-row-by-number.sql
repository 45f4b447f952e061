SELECT kind, id, account_id, ver, data FROM row WHERE n = :n
