BEGIN;

-- The store at which the row is a member at home. Not an index over data: that would have to hear of
-- every change of any row (see 0004-room).
ALTER TABLE entity ADD COLUMN home_store_id text;
UPDATE entity SET home_store_id = data ->> 'home_store_id'
  WHERE kind = 'member' AND data ->> 'state' IS DISTINCT FROM 'merged'
    AND data ->> 'home_store_id' IS NOT NULL;
CREATE INDEX entity_by_home ON entity (home_store_id, account_id) WHERE home_store_id IS NOT NULL;

UPDATE setting SET value = '7' WHERE name = 'schema';

COMMIT;
