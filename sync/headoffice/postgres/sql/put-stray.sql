INSERT INTO stray (device_id, incarnation, seq, hash, id, body, at_ms)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
