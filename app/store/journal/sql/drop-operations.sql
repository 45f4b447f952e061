DELETE FROM operation WHERE n <= :through_n
