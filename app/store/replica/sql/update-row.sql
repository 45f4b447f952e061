UPDATE row SET account_id = :account_id, ver = :ver, data = :data WHERE n = :n
