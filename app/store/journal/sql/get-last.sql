SELECT seq, hash FROM (SELECT seq, hash FROM operation WHERE incarnation = :incarnation
                       ORDER BY seq DESC LIMIT 1)
UNION ALL SELECT seq, hash FROM anchor WHERE incarnation = :incarnation
ORDER BY seq DESC LIMIT 1
