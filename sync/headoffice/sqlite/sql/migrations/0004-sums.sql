-- What each row adds to the sum of its range, and those sums, both as of an entry of the feed; they catch
-- up when they are asked for.
CREATE TABLE row_sum (
  range INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (range, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE range_sum (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  gseq INTEGER NOT NULL CHECK (gseq >= 0),
  sums TEXT NOT NULL
) STRICT;
INSERT INTO range_sum VALUES (1, 0, '');

PRAGMA user_version = 4;
