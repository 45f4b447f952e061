BEGIN;

-- What each row adds to the sum of its range, and those sums, both as of an entry of the feed; they catch
-- up when they are asked for.
CREATE TABLE row_sum (
  range int NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  sum bigint NOT NULL,
  PRIMARY KEY (range, kind, id)
);
CREATE TABLE range_sum (
  only_one int PRIMARY KEY CHECK (only_one = 1),
  gseq bigint NOT NULL CHECK (gseq >= 0),
  sums text NOT NULL
);
INSERT INTO range_sum VALUES (1, 0, '');

UPDATE setting SET value = '2' WHERE name = 'schema';

COMMIT;
