BEGIN;

-- Who was erased, in the order in which it was noted: numbered without a gap, so that the last number says how
-- many they are. gid: of the mark that says where in the feed it is told; gseq: where it is, of those that have
-- no mark. epoch: NULL of the oldest, and empty of those that came from another database.
CREATE TABLE erasure (
  n bigint PRIMARY KEY,
  member_id text NOT NULL,
  at_ms bigint NOT NULL,
  epoch text,
  gid bigint,
  gseq bigint NOT NULL DEFAULT 0
);
INSERT INTO erasure (n, member_id, at_ms, epoch, gid, gseq)
  SELECT n, entry ->> 'member_id', coalesce ((entry ->> 'at_ms')::bigint, 0), entry ->> 'epoch',
      (entry ->> 'mark')::bigint, coalesce ((entry ->> 'gseq')::bigint, 0)
    FROM setting, json_array_elements (value::json) WITH ORDINALITY AS listed (entry, n)
    WHERE name = 'erasures';
DELETE FROM setting WHERE name = 'erasures';

UPDATE setting SET value = '9' WHERE name = 'schema';

COMMIT;
