INSERT OR IGNORE INTO row_key (type, value, kind, id) VALUES (:type, :value, :kind, :id)
