DELETE FROM operation_key
WHERE n IN (SELECT n FROM operation
            WHERE account_id IN (SELECT account_id FROM erased) AND body IS NULL)
