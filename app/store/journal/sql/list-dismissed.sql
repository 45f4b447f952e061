SELECT operation_id FROM dismissed
