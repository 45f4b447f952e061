SELECT n, ver, account_id FROM row WHERE id = :id AND kind = :kind
