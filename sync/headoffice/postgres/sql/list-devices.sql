SELECT json_build_object ('id', device.id, 'store_id', store_id, 'revoked', revoked,
    'incarnations', coalesce ((SELECT json_object_agg (incarnation, seq) FROM device_chain
      WHERE device_id = device.id), '{}'::json),
    'strays', (SELECT count (*) FROM stray WHERE stray.device_id = device.id),
    'strays_ms', (SELECT min (at_ms) FROM stray WHERE stray.device_id = device.id),
    'alerts', coalesce (nullif ((SELECT value FROM setting
      WHERE name = 'device_alerts/' || device.id), ''), '{}')::json,
    'contact_ms', coalesce (at_ms, 0), 'cursor', coalesce (cursor, -1), 'epoch', coalesce (epoch, ''),
    'waiting', coalesce (waiting, 0), 'waiting_bulk', coalesce (waiting_bulk, 0))
  FROM device LEFT JOIN device_contact ON device_contact.device_id = device.id ORDER BY device.id
