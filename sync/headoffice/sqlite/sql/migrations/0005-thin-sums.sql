-- The same of what a store is told of members of others: @thin_rules says by which rules, @thin_ranges in
-- how many ranges rows from before have been added.
ALTER TABLE row_sum ADD COLUMN thin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE range_sum ADD COLUMN thin_sums TEXT NOT NULL DEFAULT '';
ALTER TABLE range_sum ADD COLUMN thin_rules TEXT NOT NULL DEFAULT '';
ALTER TABLE range_sum ADD COLUMN thin_ranges INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 5;
