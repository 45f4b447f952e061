UPDATE operation SET outcome = $3
  WHERE id = $1 AND NOT is_repeat AND outcome = $2
  RETURNING device_id, incarnation, seq
