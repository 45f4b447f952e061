DELETE FROM pin_failure WHERE staff_id = :staff_id
