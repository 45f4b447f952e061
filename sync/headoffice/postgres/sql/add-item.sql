INSERT INTO item (gid, n, body) VALUES ($1, $2, $3)
