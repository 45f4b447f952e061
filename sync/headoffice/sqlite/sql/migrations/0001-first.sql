PRAGMA application_id = 1128810289;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ver is the gseq of the row's last entry in the feed.
CREATE TABLE row (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT,
  ver INTEGER NOT NULL CHECK (ver > 0),
  data TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_by_account ON row (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE row_key (
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (type, value, kind, id)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a number is never handed out twice. A row's image, or an outcome for one device.
CREATE TABLE feed (
  gseq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT,
  id TEXT NOT NULL,
  account_id TEXT,
  data TEXT NOT NULL,
  device_id TEXT,
  incarnation TEXT,
  seq INTEGER,
  is_end INTEGER NOT NULL DEFAULT 0 CHECK (is_end IN (0, 1)),
  CHECK ((kind IS NULL) = (device_id IS NOT NULL))
) STRICT;

CREATE TABLE device (
  id TEXT PRIMARY KEY CHECK (length (id) > 0),
  store_id TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE CHECK (length (token_hash) = 64),
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  added_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_chain (
  device_id TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL CHECK (length (hash) = 64),
  PRIMARY KEY (device_id, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
  n INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  id TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length (hash) = 64),
  body TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  is_repeat INTEGER NOT NULL CHECK (is_repeat IN (0, 1)),
  UNIQUE (device_id, incarnation, seq)
) STRICT;
CREATE UNIQUE INDEX operation_by_id ON operation (id) WHERE is_repeat = 0;

-- What each member of staff has done on a day, for limits.
CREATE TABLE usage (
  staff_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  day INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  value_minor INTEGER NOT NULL,
  PRIMARY KEY (staff_id, kind, day)
) STRICT, WITHOUT ROWID;

-- What came with a number that another operation has, or does not fit the chain.
CREATE TABLE stray (
  device_id TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, incarnation, seq, hash)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
