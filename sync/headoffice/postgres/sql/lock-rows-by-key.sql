SELECT entity.id
  FROM unnest ($1::text[], $2::text[]) AS wanted (type, value)
  JOIN entity_key USING (type, value)
  JOIN entity ON entity.kind = entity_key.kind AND entity.id = entity_key.id
  ORDER BY entity.kind, entity.id FOR UPDATE OF entity
