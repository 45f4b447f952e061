SELECT pg_advisory_lock (7163, 3)
