INSERT INTO device_contact (device_id, at_ms, cursor, waiting, waiting_bulk, epoch)
  VALUES ($1, $2::bigint, $3::bigint, greatest ($4::bigint, 0), greatest ($5::bigint, 0), $6)
  ON CONFLICT (device_id) DO UPDATE SET at_ms = excluded.at_ms,
    cursor = CASE WHEN $3::bigint >= 0 THEN $3::bigint ELSE device_contact.cursor END,
    epoch = CASE WHEN $3::bigint >= 0 THEN excluded.epoch ELSE device_contact.epoch END,
    waiting = CASE WHEN $4::bigint >= 0 THEN $4::bigint ELSE device_contact.waiting END,
    waiting_bulk = CASE WHEN $5::bigint >= 0 THEN $5::bigint ELSE device_contact.waiting_bulk END
