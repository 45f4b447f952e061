SELECT pg_try_advisory_lock (7163, 2)
