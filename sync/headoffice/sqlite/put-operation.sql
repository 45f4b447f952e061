INSERT INTO operation (device_id, incarnation, seq, id, hash, body, outcome, kind, staff_id, day,
    value_minor, at_ms, is_repeat)
  VALUES (:device_id, :incarnation, :seq, :id, :hash, :body, :outcome, :kind, :staff_id, :day,
    :value_minor, :at_ms, :is_repeat)
