SELECT operation_id, seq, outcome, code, detail, flags
FROM outcome WHERE operation_id = :operation_id
