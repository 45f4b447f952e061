SELECT count (*), coalesce (sum (value_minor), 0) FROM operation
  WHERE staff_id = :staff_id AND kind = :kind AND day = :day
