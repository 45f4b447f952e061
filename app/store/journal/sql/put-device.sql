INSERT INTO device (only_one, device_id, incarnation) VALUES (1, :device_id, :incarnation)
ON CONFLICT (only_one) DO UPDATE SET incarnation = excluded.incarnation
