SELECT device_id, incarnation, lanes FROM device
