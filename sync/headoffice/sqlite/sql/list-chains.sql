SELECT incarnation, seq FROM device_chain
