SELECT kind, ver, data FROM row WHERE account_id = :account_id
