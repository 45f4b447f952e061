SELECT json_object ('id', device.id, 'store_id', store_id, 'revoked', revoked = 1,
    'incarnations', (SELECT json_group_object (incarnation, seq) FROM device_chain
      WHERE device_id = device.id),
    'strays', (SELECT count (*) FROM stray WHERE stray.device_id = device.id))
  FROM device ORDER BY device.id
