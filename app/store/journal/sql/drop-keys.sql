DELETE FROM operation_key WHERE n <= :through_n
