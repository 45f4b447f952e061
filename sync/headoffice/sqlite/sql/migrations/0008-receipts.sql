-- In which epoch the cursor counts.
ALTER TABLE device_contact ADD COLUMN epoch TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 8;
