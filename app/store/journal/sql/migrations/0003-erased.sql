-- Whose operations are to lose what they say of a person as soon as head office has them.
CREATE TABLE erased (
  account_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
