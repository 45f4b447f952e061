BEGIN;

-- 'schema' is the number of the last migration, 'generation' counts what every process has to read
-- anew.
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);

-- ver counts the changes of the row.
CREATE TABLE entity (
  kind text NOT NULL,
  id text NOT NULL,
  account_id text,
  ver bigint NOT NULL CHECK (ver > 0),
  data json NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX entity_by_account ON entity (account_id)
  WHERE account_id IS NOT NULL AND kind <> 'action';

CREATE TABLE entity_key (
  type text NOT NULL,
  value text NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  PRIMARY KEY (type, value, kind, id)
);

-- What the feed tells. An item is written in the transaction that it tells of, with all that page
-- may not tear; the transaction's last statement puts it on the list of what has no number yet; and
-- one process at a time gives out the numbers, in the order of that list, once it can see them.
CREATE SEQUENCE item_gid;
CREATE TABLE item (
  gid bigint NOT NULL,
  n int NOT NULL CHECK (n > 0),
  body text COMPRESSION lz4 NOT NULL,
  PRIMARY KEY (gid, n)
);
CREATE TABLE todo (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gid bigint NOT NULL,
  entries int NOT NULL CHECK (entries > 0),
  at timestamptz NOT NULL DEFAULT clock_timestamp ()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0);
CREATE TABLE feed (
  gseq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  gid bigint NOT NULL,
  n int NOT NULL
);

CREATE TABLE device (
  id text PRIMARY KEY CHECK (length (id) > 0),
  store_id text NOT NULL,
  token_hash text NOT NULL UNIQUE CHECK (length (token_hash) = 64),
  revoked boolean NOT NULL DEFAULT false,
  added_at_ms bigint NOT NULL
);

CREATE TABLE device_chain (
  device_id text NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  hash text NOT NULL CHECK (length (hash) = 64),
  PRIMARY KEY (device_id, incarnation)
);

CREATE TABLE operation (
  n bigint GENERATED ALWAYS AS IDENTITY,
  device_id text NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  id text NOT NULL,
  hash text NOT NULL CHECK (length (hash) = 64),
  body text NOT NULL,
  outcome text NOT NULL,
  at_ms bigint NOT NULL,
  is_repeat boolean NOT NULL,
  PRIMARY KEY (device_id, incarnation, seq)
);
CREATE UNIQUE INDEX operation_by_id ON operation (id) WHERE NOT is_repeat;

-- An outcome is canonical JSON: the word stands there in quotes only where it is the outcome.
CREATE INDEX operation_in_review ON operation (n)
  WHERE NOT is_repeat AND position ('"needs_review"' IN outcome) > 0;

-- When each device was heard last, and what it said of itself.
CREATE TABLE device_contact (
  device_id text PRIMARY KEY,
  at_ms bigint NOT NULL,
  cursor bigint NOT NULL,
  waiting bigint NOT NULL
);

-- What each member of staff has done on a day, for limits.
CREATE TABLE usage (
  staff_id text NOT NULL,
  kind text NOT NULL,
  day bigint NOT NULL,
  count bigint NOT NULL CHECK (count > 0),
  value_minor bigint NOT NULL,
  PRIMARY KEY (staff_id, kind, day)
);

-- What came with a number that another operation has, or does not fit the chain.
CREATE TABLE stray (
  device_id text NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL,
  hash text NOT NULL,
  id text NOT NULL,
  body text NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (device_id, incarnation, seq, hash)
);

INSERT INTO setting (name, value) VALUES ('schema', '1'), ('generation', '1');

COMMIT;
