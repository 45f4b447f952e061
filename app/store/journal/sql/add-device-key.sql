INSERT INTO device_key (key, seed) VALUES (:key, :seed)
