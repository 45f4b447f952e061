SELECT n FROM operation WHERE incarnation = :incarnation AND seq <= :seq ORDER BY seq DESC LIMIT 1
