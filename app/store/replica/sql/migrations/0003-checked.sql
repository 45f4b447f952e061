-- When the rows were last held against head office's, by its clock; 0: never.
ALTER TABLE state ADD COLUMN checked_ms INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 3;
