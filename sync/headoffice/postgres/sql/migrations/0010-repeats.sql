BEGIN;

-- Those that came again under another number are found by their id, as the first is.
CREATE INDEX operation_repeats ON operation (id) WHERE is_repeat;

UPDATE setting SET value = '10' WHERE name = 'schema';

COMMIT;
