PRAGMA application_id = 1129337393;

CREATE TABLE state (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  epoch TEXT,
  cursor INTEGER NOT NULL CHECK (cursor >= 0),
  head_office_ms INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, NULL, 0, 0);

-- Through which sequence number head office's rows contain this device's operations.
CREATE TABLE acked (
  incarnation TEXT PRIMARY KEY,
  through INTEGER NOT NULL CHECK (through >= 0)
) STRICT, WITHOUT ROWID;

-- kind: the number of CpKind; those from 9 on hang on no account.
CREATE TABLE row (
  n INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT,
  ver INTEGER NOT NULL,
  data TEXT NOT NULL,
  UNIQUE (id, kind)
) STRICT;
CREATE INDEX row_by_account ON row (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX row_by_kind ON row (kind) WHERE kind >= 9;

-- By what rows are found. type: the number of CpKeyType, or 100: a folded word of a member's name.
CREATE TABLE row_key (
  type INTEGER NOT NULL,
  value TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (type, value, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_key_by_row ON row_key (n, type, value);

CREATE TABLE outcome (
  operation_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  outcome TEXT NOT NULL
    CHECK (outcome IN ('accepted', 'accepted_changed', 'rejected', 'needs_review')),
  code TEXT,
  detail TEXT,
  flags TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_by_seq ON outcome (seq) WHERE outcome <> 'accepted';

PRAGMA user_version = 1;
