INSERT OR IGNORE INTO erased (account_id) VALUES (:account_id)
