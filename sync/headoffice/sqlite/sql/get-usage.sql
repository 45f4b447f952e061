SELECT count, value_minor FROM usage WHERE staff_id = :staff_id AND kind = :kind AND day = :day
