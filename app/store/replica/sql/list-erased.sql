SELECT value FROM row_key WHERE type = 103
