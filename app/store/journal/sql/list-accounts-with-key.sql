SELECT DISTINCT operation.account_id
FROM operation_key JOIN operation USING (n)
WHERE operation_key.type = :type AND operation_key.value = :value
  AND {{waits}}
  AND n < :before_n
  AND operation.account_id IS NOT NULL
ORDER BY operation.account_id LIMIT 100
