SELECT json_object ('t', 'operation', 'device', device_id, 'incarnation', incarnation, 'seq', seq,
    'id', id, 'hash', hash, 'body', body, 'outcome', outcome, 'at_ms', at_ms, 'is_repeat', is_repeat)
  FROM operation ORDER BY n
