DELETE FROM untold WHERE incarnation = :incarnation
