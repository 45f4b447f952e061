SELECT row.kind, row.id, row.account_id, row.ver, row.data
FROM row_key JOIN row USING (n)
WHERE row_key.type = :type AND row_key.value = :value
ORDER BY row.kind, row.id LIMIT :limit
