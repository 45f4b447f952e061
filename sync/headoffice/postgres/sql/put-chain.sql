INSERT INTO device_chain (device_id, incarnation, seq, hash) VALUES ($1, $2, $3, $4)
  ON CONFLICT (device_id, incarnation) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
