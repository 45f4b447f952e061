SELECT set_config (name, '2000', false) FROM pg_settings
  WHERE name = 'statement_timeout' AND source NOT IN ('client', 'user', 'database', 'database user')
