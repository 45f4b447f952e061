DELETE FROM outcome WHERE operation_id = :operation_id
