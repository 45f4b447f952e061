SELECT hash FROM operation WHERE device_id = $1 AND incarnation = $2 AND seq = $3
