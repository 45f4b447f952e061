-- How much of what waits there is in the bulk lane.
ALTER TABLE device_contact ADD COLUMN waiting_bulk INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 6;
