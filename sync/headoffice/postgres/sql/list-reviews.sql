SELECT json_build_object ('operation_id', id, 'device', device_id, 'at_ms', at_ms,
    'kind', CASE WHEN left (body, 1) = '{' THEN body::json ->> 'kind' END)::jsonb || outcome::jsonb
  FROM operation WHERE NOT is_repeat AND position ('"needs_review"' IN outcome) > 0
  ORDER BY n DESC LIMIT $1
