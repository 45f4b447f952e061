SELECT seq FROM operation WHERE incarnation = :incarnation AND n < :n ORDER BY seq DESC LIMIT 1
