INSERT INTO entity_key (type, value, kind, id)
  SELECT * FROM unnest ($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING
