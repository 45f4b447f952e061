DELETE FROM row_key WHERE n = :n
