SELECT seq, hash FROM device_chain WHERE device_id = $1 AND incarnation = $2
