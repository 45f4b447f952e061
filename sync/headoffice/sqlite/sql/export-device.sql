SELECT json_object ('t', 'device', 'id', id, 'store_id', store_id, 'token_hash', token_hash, 'revoked', revoked,
    'added_at_ms', added_at_ms,
    'key', (SELECT value FROM setting WHERE name = 'device_key/' || device.id),
    'alerts', (SELECT value FROM setting WHERE name = 'device_alerts/' || device.id))
  FROM device ORDER BY id
