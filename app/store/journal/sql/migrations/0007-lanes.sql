-- Whether operations go in one lane or in two, which hangs on whether head office takes two. The chain of
-- the second is named by the incarnation and "-1".
ALTER TABLE device ADD COLUMN lanes INTEGER NOT NULL DEFAULT 1 CHECK (lanes IN (1, 2));

PRAGMA user_version = 7;
