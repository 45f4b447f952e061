-- The store at which the row is a member at home. Not an index over data: a schema that is not trusted
-- may not call json_extract().
ALTER TABLE row ADD COLUMN home_store_id TEXT;
UPDATE row SET home_store_id = json_extract (data, '$.home_store_id')
  WHERE kind = 'member' AND json_extract (data, '$.state') IS NOT 'merged';
CREATE INDEX row_by_home ON row (home_store_id, account_id) WHERE home_store_id IS NOT NULL;

PRAGMA user_version = 7;
