INSERT INTO device_contact (device_id, at_ms, cursor, waiting, waiting_bulk, epoch)
  VALUES (:device_id, :at_ms, :cursor, max (:waiting, 0), max (:waiting_bulk, 0), :epoch)
  ON CONFLICT (device_id) DO UPDATE SET at_ms = excluded.at_ms,
    cursor = CASE WHEN :cursor >= 0 THEN :cursor ELSE cursor END,
    epoch = CASE WHEN :cursor >= 0 THEN :epoch ELSE epoch END,
    waiting = CASE WHEN :waiting >= 0 THEN :waiting ELSE waiting END,
    waiting_bulk = CASE WHEN :waiting_bulk >= 0 THEN :waiting_bulk ELSE waiting_bulk END
