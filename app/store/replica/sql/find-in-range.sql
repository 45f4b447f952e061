SELECT n FROM row_key
WHERE type = :type AND value >= :from_value AND value < :until_value LIMIT :limit
