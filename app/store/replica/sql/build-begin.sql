-- Indexes are made at the end, in one go each; keys are sorted before they go in.
DROP INDEX row_by_id;
DROP INDEX row_by_account;
DROP INDEX row_by_kind;
DROP INDEX row_key_by_row;
CREATE TEMP TABLE bulk_key (type INTEGER NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL) STRICT;
