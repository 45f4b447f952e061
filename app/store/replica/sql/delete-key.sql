DELETE FROM row_key WHERE type = :type AND value = :value AND n = :n
