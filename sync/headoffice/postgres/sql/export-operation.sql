SELECT json_build_object ('t', 'operation', 'device', device_id, 'incarnation', incarnation, 'seq', seq,
    'id', id, 'hash', hash, 'body', body, 'outcome', outcome, 'at_ms', at_ms, 'is_repeat', is_repeat::int)
  FROM operation ORDER BY n
