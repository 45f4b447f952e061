SELECT hash FROM operation
  WHERE device_id = :device_id AND incarnation = :incarnation AND seq = :seq
