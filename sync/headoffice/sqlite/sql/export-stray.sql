SELECT json_object ('t', 'stray', 'device', device_id, 'incarnation', incarnation, 'seq', seq,
    'id', id, 'hash', hash, 'body', body, 'at_ms', at_ms)
  FROM stray ORDER BY device_id, incarnation, seq, hash
