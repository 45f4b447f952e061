-- Ids that are UUIDs are their 16 bytes, and data is packed (cp-row-pack.h). By their last four bytes, which are
-- random, rows are found: whole ids would be in the file twice, and on the line when a snapshot comes.
DROP TABLE row;
CREATE TABLE row (
  n INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  id ANY NOT NULL,
  account_id ANY,
  ver INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX row_by_id ON row (iif (typeof (id) = 'blob', substr (id, -4), id));
CREATE INDEX row_by_account
  ON row (iif (typeof (account_id) = 'blob', substr (account_id, -4), account_id))
  WHERE account_id IS NOT NULL;
CREATE INDEX row_by_kind ON row (kind) WHERE kind >= 16;

-- Only what a search reads of a row that it has found another way; which keys are a row's, its data says.
DROP INDEX row_key_by_row;
CREATE INDEX row_key_by_row ON row_key (n, type, value) WHERE type IN (100, 101);

PRAGMA user_version = 4;
