INSERT INTO feed (id, data, device_id, incarnation, seq)
  VALUES (:id, :data, :device_id, :incarnation, :seq)
