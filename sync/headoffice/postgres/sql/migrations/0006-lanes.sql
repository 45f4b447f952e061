BEGIN;

-- How much of what waits there is in the bulk lane.
ALTER TABLE device_contact ADD COLUMN waiting_bulk bigint NOT NULL DEFAULT 0;

UPDATE setting SET value = '6' WHERE name = 'schema';

COMMIT;
