INSERT INTO device_contact (device_id, at_ms, cursor, waiting)
  VALUES (:device_id, :at_ms, :cursor, max (:waiting, 0))
  ON CONFLICT (device_id) DO UPDATE SET at_ms = excluded.at_ms,
    cursor = CASE WHEN :cursor >= 0 THEN :cursor ELSE cursor END,
    waiting = CASE WHEN :waiting >= 0 THEN :waiting ELSE waiting END
