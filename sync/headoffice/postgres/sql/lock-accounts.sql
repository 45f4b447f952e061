INSERT INTO account_lock AS held (id, changes)
  SELECT id, 1 FROM unnest ($1::text[]) AS wanted (id) ORDER BY id
  ON CONFLICT (id) DO UPDATE SET changes = held.changes + 1 RETURNING id, changes
