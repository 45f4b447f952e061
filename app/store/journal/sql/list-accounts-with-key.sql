SELECT DISTINCT operation.account_id
FROM operation_key JOIN operation USING (n)
WHERE operation_key.type = :type AND operation_key.value = :value
  AND (incarnation = :priority AND seq > :priority_seq OR incarnation = :bulk AND seq > :bulk_seq)
  AND n < :before_n
  AND operation.account_id IS NOT NULL
ORDER BY operation.account_id LIMIT 100
