SELECT id, hash, body, outcome, device_id, incarnation, seq
  FROM operation WHERE id = ANY ($1::text[]) AND NOT is_repeat ORDER BY id FOR UPDATE
