INSERT INTO untold (incarnation, through) VALUES (:incarnation, :through)
ON CONFLICT (incarnation) DO UPDATE SET through = min (through, excluded.through)
