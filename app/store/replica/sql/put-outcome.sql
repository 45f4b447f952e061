INSERT INTO outcome (operation_id, seq, outcome, code, detail, flags)
VALUES (:operation_id, :seq, :outcome, :code, :detail, :flags)
ON CONFLICT (operation_id) DO UPDATE
SET seq = excluded.seq, outcome = excluded.outcome, code = excluded.code,
    detail = excluded.detail, flags = excluded.flags
