INSERT OR IGNORE INTO dismissed (operation_id, at_ms, staff_id)
VALUES (:operation_id, :at_ms, :staff_id)
