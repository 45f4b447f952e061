INSERT INTO row (kind, id, account_id, ver, data) VALUES (:kind, :id, :account_id, :ver, :data)
