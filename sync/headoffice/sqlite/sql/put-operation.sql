INSERT INTO operation (device_id, incarnation, seq, id, hash, body, outcome, at_ms, is_repeat)
  VALUES (:device_id, :incarnation, :seq, :id, :hash, :body, :outcome, :at_ms, :is_repeat)
