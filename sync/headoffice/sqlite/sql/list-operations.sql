SELECT json_patch (json_object ('device', device_id, 'incarnation', incarnation, 'seq', seq,
      'operation_id', id, 'kind', json_extract (body, '$.kind'), 'at_ms', at_ms,
      'repeat', is_repeat = 1),
    outcome)
  FROM operation ORDER BY n
