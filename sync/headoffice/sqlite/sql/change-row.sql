UPDATE row SET account_id = :account_id, ver = :ver, data = :data WHERE kind = :kind AND id = :id
