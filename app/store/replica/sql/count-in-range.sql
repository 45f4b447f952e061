SELECT count (*) FROM (
  SELECT 1 FROM row_key
  WHERE type = :type AND value >= :from_value AND value < :until_value LIMIT :limit)
