SELECT kind, data, ver FROM row WHERE account_id = :account_id AND kind <> 'action'
