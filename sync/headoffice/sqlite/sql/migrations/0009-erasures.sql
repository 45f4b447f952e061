-- Who was erased, in the order in which it was noted: numbered without a gap, so that the last number says how
-- many they are. gseq: with which number the feed tells of it. epoch: NULL of the oldest, and empty of those that
-- came from another database.
CREATE TABLE erasure (
  n INTEGER PRIMARY KEY,
  member_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  epoch TEXT,
  gseq INTEGER NOT NULL CHECK (gseq >= 0)
) STRICT;
INSERT INTO erasure (n, member_id, at_ms, epoch, gseq)
  SELECT key + 1, json_extract (value, '$.member_id'), coalesce (json_extract (value, '$.at_ms'), 0),
      json_extract (value, '$.epoch'),
      coalesce (json_extract (value, '$.mark'), json_extract (value, '$.gseq'), 0)
    FROM json_each ((SELECT value FROM setting WHERE name = 'erasures')) ORDER BY key;
DELETE FROM setting WHERE name = 'erasures';

PRAGMA user_version = 9;
