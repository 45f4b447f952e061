SELECT count, last_ms FROM pin_failure WHERE staff_id = :staff_id
