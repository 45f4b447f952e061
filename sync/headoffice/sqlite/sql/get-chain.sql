SELECT seq, hash FROM device_chain WHERE device_id = :device_id AND incarnation = :incarnation
