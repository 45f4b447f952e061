SELECT incarnation, seq FROM device_chain WHERE device_id = $1
