DELETE FROM row_key
