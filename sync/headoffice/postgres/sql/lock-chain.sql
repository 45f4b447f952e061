SELECT pg_advisory_xact_lock (7165, hashtext ($1))
