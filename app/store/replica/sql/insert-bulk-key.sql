INSERT INTO bulk_key (type, value, n) VALUES (:type, :value, :n)
