INSERT OR IGNORE INTO operation_key (type, value, n) VALUES (:type, :value, :n)
