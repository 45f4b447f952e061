INSERT INTO row (kind, id, account_id, ver, data, home_store_id)
  VALUES (:kind, :id, :account_id, :ver, :data, :home_store_id)
