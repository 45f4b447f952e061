INSERT INTO usage (staff_id, kind, day, count, value_minor)
  VALUES (:staff_id, :kind, :day, :count, :value_minor)
  ON CONFLICT (staff_id, kind, day) DO UPDATE SET count = count + excluded.count,
    value_minor = value_minor + excluded.value_minor
