-- Where an incarnation's chain begins since its first operations were let go of: at the last of those.
CREATE TABLE anchor (
  n INTEGER PRIMARY KEY,
  incarnation TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL CHECK (length (hash) = 64),
  signature TEXT NOT NULL CHECK (length (signature) = 128),
  was_signed INTEGER NOT NULL CHECK (was_signed IN (0, 1))
) STRICT;

-- What is left of each, so that none is done again. What stands beside its number is there only where
-- head office did not take it as it was, for staff to read.
CREATE TABLE dropped (
  id TEXT PRIMARY KEY,
  anchor_n INTEGER NOT NULL REFERENCES anchor (n),
  seq INTEGER NOT NULL,
  kind TEXT,
  account_id TEXT,
  member_id TEXT,
  staff_id TEXT,
  at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Through which operation head office had all, in a verified backup, at a moment of its clock.
CREATE TABLE retention_mark (
  at_ms INTEGER PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT;

CREATE INDEX operation_key_by_n ON operation_key (n);

PRAGMA user_version = 6;
