UPDATE operation SET outcome = :outcome
  WHERE id = :id AND is_repeat = 0 AND outcome = :before
  RETURNING device_id, incarnation, seq
