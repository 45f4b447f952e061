INSERT INTO pin_failure (staff_id, count, last_ms) VALUES (:staff_id, 1, :at_ms)
ON CONFLICT (staff_id) DO UPDATE SET count = count + 1, last_ms = excluded.last_ms
