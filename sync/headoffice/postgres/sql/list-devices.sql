SELECT json_build_object ('id', device.id, 'store_id', store_id, 'revoked', revoked,
    'incarnations', coalesce ((SELECT json_object_agg (incarnation, seq) FROM device_chain
      WHERE device_id = device.id), '{}'::json),
    'strays', (SELECT count (*) FROM stray WHERE stray.device_id = device.id))
  FROM device ORDER BY device.id
