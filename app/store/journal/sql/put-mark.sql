INSERT INTO retention_mark (at_ms, n) VALUES (:at_ms, :n)
