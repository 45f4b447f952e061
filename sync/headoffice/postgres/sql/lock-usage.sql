SELECT count, value_minor FROM usage WHERE staff_id = $1 AND kind = $2 AND day = $3 FOR UPDATE
