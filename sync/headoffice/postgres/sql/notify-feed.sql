SELECT pg_notify ('counterpart_feed', $1)
