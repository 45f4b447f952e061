-- When each device was heard last, and what it said of itself.
CREATE TABLE device_contact (
  device_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  waiting INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An outcome is canonical JSON: the word stands there in quotes only where it is the outcome.
CREATE INDEX operation_in_review ON operation (n)
  WHERE is_repeat = 0 AND instr (outcome, '"needs_review"') > 0;

PRAGMA user_version = 2;
