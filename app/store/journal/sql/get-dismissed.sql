SELECT 1 FROM dismissed WHERE operation_id = :operation_id
