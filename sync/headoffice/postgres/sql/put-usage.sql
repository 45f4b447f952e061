INSERT INTO usage (staff_id, kind, day, count, value_minor) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (staff_id, kind, day) DO UPDATE SET count = excluded.count,
    value_minor = excluded.value_minor
