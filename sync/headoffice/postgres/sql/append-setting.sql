INSERT INTO setting (name, value) VALUES ($1, jsonb_build_array ($2::jsonb)::text)
  ON CONFLICT (name) DO UPDATE SET value = (setting.value::jsonb || jsonb_build_array ($2::jsonb))::text
