BEGIN;

-- In which epoch the cursor counts.
ALTER TABLE device_contact ADD COLUMN epoch text NOT NULL DEFAULT '';

-- Transactions of which it is asked later where in the feed they stand; whoever numbers them notes it.
CREATE TABLE mark (
  gid bigint PRIMARY KEY,
  gseq bigint
);
CREATE INDEX mark_unnumbered ON mark (gid) WHERE gseq IS NULL;

-- Of erasures it was noted how far the feed went before they had a number: all have one here.
UPDATE setting SET value = (
    SELECT json_agg (json_build_object ('member_id', entry -> 'member_id', 'at_ms', entry -> 'at_ms',
        'gseq', (SELECT coalesce (max (gseq), 0) FROM feed)
          + (SELECT coalesce (sum (entries), 0) FROM todo)))
      FROM json_array_elements (value::json) AS entry)::text
  WHERE name = 'erasures' AND json_array_length (value::json) > 0;

UPDATE setting SET value = '8' WHERE name = 'schema';

COMMIT;
