SELECT seq, hash FROM operation WHERE incarnation = :incarnation ORDER BY seq DESC LIMIT 1
