SELECT n, incarnation FROM operation WHERE n > :after_n ORDER BY n LIMIT 1
