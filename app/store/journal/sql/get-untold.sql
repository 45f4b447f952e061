SELECT incarnation, through FROM untold
WHERE :incarnation IS NULL OR incarnation = :incarnation ORDER BY incarnation LIMIT 1
