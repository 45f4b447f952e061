DELETE FROM operation_key WHERE n IN (SELECT n FROM operation WHERE body IS NULL)
