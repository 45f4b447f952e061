-- More kinds of rows hang on an account; those from 16 on do not.
DROP INDEX row_by_kind;
CREATE INDEX row_by_kind ON row (kind) WHERE kind >= 16;

PRAGMA user_version = 2;
