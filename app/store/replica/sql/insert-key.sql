INSERT OR IGNORE INTO row_key (type, value, n) VALUES (:type, :value, :n)
