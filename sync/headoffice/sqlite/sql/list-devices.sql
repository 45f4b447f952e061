SELECT json_object ('id', device.id, 'store_id', store_id,
    'revoked', json (CASE WHEN revoked THEN 'true' ELSE 'false' END),
    'incarnations', (SELECT json_group_object (incarnation, seq) FROM device_chain
      WHERE device_id = device.id),
    'strays', (SELECT count (*) FROM stray WHERE stray.device_id = device.id),
    'strays_ms', (SELECT min (at_ms) FROM stray WHERE stray.device_id = device.id),
    'alerts', json (coalesce (nullif ((SELECT value FROM setting
      WHERE name = 'device_alerts/' || device.id), ''), '{}')),
    'contact_ms', coalesce (at_ms, 0), 'cursor', coalesce (cursor, -1), 'epoch', coalesce (epoch, ''),
    'waiting', coalesce (waiting, 0), 'waiting_bulk', coalesce (waiting_bulk, 0))
  FROM device LEFT JOIN device_contact ON device_contact.device_id = device.id ORDER BY device.id
