INSERT INTO device_chain (device_id, incarnation, seq, hash)
  VALUES (:device_id, :incarnation, :seq, :hash)
  ON CONFLICT (device_id, incarnation) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
