INSERT INTO device (only_one, device_id, incarnation, lanes) VALUES (1, :device_id, :incarnation, :lanes)
ON CONFLICT (only_one) DO UPDATE SET incarnation = excluded.incarnation, lanes = excluded.lanes
