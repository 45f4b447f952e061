SELECT json_object ('t', 'usage', 'staff_id', staff_id, 'kind', kind, 'day', day,
    'count', count, 'value_minor', value_minor)
  FROM usage ORDER BY staff_id, kind, day
