SELECT pg_notify ('counterpart_todo', '')
