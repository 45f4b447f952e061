INSERT INTO todo (gid, entries) VALUES ($1, $2)
