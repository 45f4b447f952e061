INSERT INTO row_sum (range, kind, id, sum) VALUES (:range, :kind, :id, :sum)
  ON CONFLICT (range, kind, id) DO UPDATE SET sum = excluded.sum
