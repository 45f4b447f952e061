SELECT key FROM device_key
