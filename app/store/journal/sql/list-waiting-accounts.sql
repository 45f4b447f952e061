SELECT DISTINCT account_id
FROM operation
WHERE {{waits}} AND account_id IS NOT NULL
