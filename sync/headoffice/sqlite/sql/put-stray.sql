INSERT OR IGNORE INTO stray (device_id, incarnation, seq, hash, id, body, at_ms)
  VALUES (:device_id, :incarnation, :seq, :hash, :id, :body, :at_ms)
