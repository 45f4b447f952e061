SELECT kind, id, ver, data FROM row WHERE account_id = :account_id AND kind <> 'action'
