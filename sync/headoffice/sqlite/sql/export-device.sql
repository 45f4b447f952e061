SELECT json_object ('t', 'device', 'id', id, 'store_id', store_id, 'token_hash', token_hash, 'revoked', revoked,
    'added_at_ms', added_at_ms)
  FROM device ORDER BY id
