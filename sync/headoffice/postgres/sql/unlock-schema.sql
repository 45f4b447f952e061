SELECT pg_advisory_unlock (7163, 3)
