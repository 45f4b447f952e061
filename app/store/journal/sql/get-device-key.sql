SELECT key, seed FROM device_key ORDER BY n DESC LIMIT 1
