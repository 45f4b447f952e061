SELECT operation_id, seq, outcome, code, detail, flags
FROM outcome WHERE outcome <> 'accepted'
