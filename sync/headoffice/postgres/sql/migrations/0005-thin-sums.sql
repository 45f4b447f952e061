BEGIN;

-- The same of what a store is told of members of others: @thin_rules says by which rules, @thin_ranges in
-- how many ranges rows from before have been added.
ALTER TABLE row_sum ADD COLUMN thin bigint NOT NULL DEFAULT 0;
ALTER TABLE range_sum ADD COLUMN thin_sums text NOT NULL DEFAULT '';
ALTER TABLE range_sum ADD COLUMN thin_rules text NOT NULL DEFAULT '';
ALTER TABLE range_sum ADD COLUMN thin_ranges int NOT NULL DEFAULT 0;

UPDATE setting SET value = '5' WHERE name = 'schema';

COMMIT;
