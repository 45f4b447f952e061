UPDATE row SET account_id = :account_id, ver = :ver, data = :data, home_store_id = :home_store_id
  WHERE kind = :kind AND id = :id
