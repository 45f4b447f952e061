-- Looks at all keys: for a row that can no longer say which are its own.
DELETE FROM row_key WHERE n = :n
