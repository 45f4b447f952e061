INSERT INTO untold (incarnation, through)
SELECT incarnation, 0 FROM (SELECT incarnation FROM operation UNION SELECT incarnation FROM anchor)
WHERE TRUE ON CONFLICT (incarnation) DO UPDATE SET through = 0
