DELETE FROM entity_key USING unnest ($1::text[], $2::text[], $3::text[], $4::text[])
    AS old (type, value, kind, id)
  WHERE entity_key.type = old.type AND entity_key.value = old.value
    AND entity_key.kind = old.kind AND entity_key.id = old.id
