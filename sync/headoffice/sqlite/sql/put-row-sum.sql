INSERT INTO row_sum (range, kind, id, sum, thin) VALUES (:range, :kind, :id, :sum, :thin)
  ON CONFLICT (range, kind, id) DO UPDATE SET sum = excluded.sum, thin = excluded.thin
