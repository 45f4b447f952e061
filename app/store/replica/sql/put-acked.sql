INSERT INTO acked (incarnation, through) VALUES (:incarnation, :through)
ON CONFLICT (incarnation) DO UPDATE SET through = excluded.through
WHERE excluded.through > acked.through
