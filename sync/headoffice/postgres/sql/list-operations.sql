SELECT jsonb_build_object ('device', device_id, 'incarnation', incarnation, 'seq', seq,
      'operation_id', id,
      'kind', CASE WHEN left (body, 1) = '{' THEN body::json ->> 'kind' END, 'at_ms', at_ms,
      'repeat', is_repeat) || outcome::jsonb
  FROM operation ORDER BY n
