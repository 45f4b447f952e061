SELECT json_patch (json_object ('operation_id', id, 'device', device_id, 'at_ms', at_ms,
      'kind', json_extract (body, '$.kind')), outcome)
  FROM operation WHERE is_repeat = 0 AND instr (outcome, '"needs_review"') > 0
  ORDER BY n DESC LIMIT :limit
