SELECT set_config (name, wanted, false)
  FROM (VALUES ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'),
      ('tcp_keepalives_count', '3'), ('tcp_user_timeout', '20000')) AS wish (name, wanted)
    JOIN pg_settings USING (name)
  WHERE source NOT IN ('client', 'user', 'database', 'database user')
