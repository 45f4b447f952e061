SELECT operation_id, seq, outcome, code, detail, flags
FROM outcome WHERE outcome <> 'accepted' ORDER BY seq DESC LIMIT :limit
