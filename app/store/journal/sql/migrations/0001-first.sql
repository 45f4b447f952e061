PRAGMA application_id = 1129335345;

CREATE TABLE device (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  device_id TEXT NOT NULL CHECK (length (device_id) > 0),
  incarnation TEXT NOT NULL CHECK (length (incarnation) = 32)
) STRICT;

-- Outbox, journal and audit log in one. What happened to an operation at head office is the
-- replica's to know. body and answer are NULL once what they say of a person had to be erased.
CREATE TABLE operation (
  n INTEGER PRIMARY KEY,
  incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  id TEXT NOT NULL UNIQUE CHECK (length (id) = 36),
  kind TEXT NOT NULL,
  account_id TEXT,
  member_id TEXT,
  staff_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (at_ms >= 0),
  value_minor INTEGER NOT NULL,
  body TEXT,
  answer TEXT,
  body_hash TEXT NOT NULL CHECK (length (body_hash) = 64),
  prev TEXT NOT NULL CHECK (length (prev) = 64),
  hash TEXT NOT NULL CHECK (length (hash) = 64),
  UNIQUE (incarnation, seq)
) STRICT;
CREATE INDEX operation_by_account ON operation (account_id, n);
CREATE INDEX operation_by_member ON operation (member_id, n);
CREATE INDEX operation_by_staff ON operation (staff_id, kind, at_ms, value_minor);

-- By what an operation touches rows outside its account.
CREATE TABLE operation_key (
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  n INTEGER NOT NULL REFERENCES operation (n),
  PRIMARY KEY (type, value, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE dismissed (
  operation_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  staff_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pin_failure (
  staff_id TEXT PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count > 0),
  last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written over to find out whether there is room for an operation.
CREATE TABLE reserve (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  space BLOB NOT NULL
) STRICT;
INSERT INTO reserve VALUES (1, zeroblob (65536));

PRAGMA user_version = 1;
