SELECT device_id, incarnation FROM device
