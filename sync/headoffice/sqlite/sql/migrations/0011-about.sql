-- What is looked for when somebody is erased: operations by whom they are about, and what the feed has said of a
-- row. (No index over bodies: a schema that is not trusted may not call json_extract().)
CREATE TABLE operation_about (
  id TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (id, n)
) STRICT, WITHOUT ROWID;
INSERT INTO operation_about (id, n)
  SELECT coalesce (json_extract (body, '$.member_id'), json_extract (body, '$.account_id')) AS about, n
    FROM operation WHERE about IS NOT NULL;
INSERT OR IGNORE INTO operation_about (id, n)
  SELECT json_extract (body, '$.payload.member_id') AS about, n FROM operation WHERE about IS NOT NULL;
CREATE INDEX feed_of_row ON feed (id) WHERE kind IS NOT NULL;

PRAGMA user_version = 11;
