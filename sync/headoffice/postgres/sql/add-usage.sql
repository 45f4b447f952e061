INSERT INTO usage (staff_id, kind, day, count, value_minor)
  SELECT staff_id, kind, day, count, value_minor
  FROM unnest ($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
    AS new (staff_id, kind, day, count, value_minor)
  ORDER BY staff_id, kind, day
  ON CONFLICT (staff_id, kind, day) DO UPDATE SET count = usage.count + excluded.count,
    value_minor = usage.value_minor + excluded.value_minor
