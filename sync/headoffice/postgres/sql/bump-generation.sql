INSERT INTO setting (name, value) VALUES ('generation', '1')
  ON CONFLICT (name) DO UPDATE SET value = (setting.value::bigint + 1)::text
