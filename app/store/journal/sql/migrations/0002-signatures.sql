-- By which this device signs. seed is the private key, NULL for one that is kept elsewhere; a copy of
-- the file that leaves the device leaves the seed behind. The last one is in use.
CREATE TABLE device_key (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (length (key) = 64),
  seed TEXT CHECK (seed IS NULL OR length (seed) = 64)
) STRICT;

-- Whom to believe, and what must not go back.
CREATE TABLE head_office (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  key TEXT NOT NULL CHECK (length (key) = 64),
  next_key TEXT CHECK (next_key IS NULL OR length (next_key) = 64),
  programme_version INTEGER NOT NULL
) STRICT;

-- Up to where head office has signed to have an incarnation's chain.
CREATE TABLE countersignature (
  incarnation TEXT PRIMARY KEY,
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL CHECK (length (hash) = 64),
  key TEXT NOT NULL CHECK (length (key) = 64),
  signature TEXT NOT NULL CHECK (length (signature) = 128)
) STRICT, WITHOUT ROWID;

-- Over the link; NULL in operations that are older than this.
ALTER TABLE operation ADD COLUMN signature TEXT CHECK (signature IS NULL OR length (signature) = 128);

PRAGMA user_version = 2;
