SELECT id, hash, body, outcome, device_id, incarnation, seq FROM operation
  WHERE id = :id AND is_repeat = 0
