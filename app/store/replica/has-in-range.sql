SELECT 1 FROM row_key
WHERE n = :n AND type = :type AND value >= :from_value AND value < :until_value LIMIT 1
