INSERT INTO feed (kind, id, account_id, data) VALUES (:kind, :id, :account_id, :data)
