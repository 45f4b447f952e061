-- A member's names, and the phone backwards.
SELECT type, value FROM row_key WHERE n = :n AND type IN (100, 101)
