SELECT kind, id, account_id, ver, data FROM row WHERE kind = :kind AND kind >= 16 ORDER BY id
