BEGIN;

-- Who works on an account holds its row here, and counts it up, so that a process can tell whether
-- what it remembers of the account is as it was.
CREATE TABLE account_lock (
  id text PRIMARY KEY,
  changes bigint NOT NULL CHECK (changes > 0)
) WITH (fillfactor = 50);

UPDATE setting SET value = '3' WHERE name = 'schema';

COMMIT;
