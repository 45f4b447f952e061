WITH given AS (
    SELECT * FROM unnest ($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
      WITH ORDINALITY AS one (range, kind, id, sum, thin, n)),
  put AS (
    INSERT INTO row_sum (range, kind, id, sum, thin) SELECT range, kind, id, sum, thin FROM given
      ON CONFLICT (range, kind, id) DO UPDATE SET sum = excluded.sum, thin = excluded.thin)
  SELECT coalesce (row_sum.sum, 0), coalesce (row_sum.thin, 0) FROM given LEFT JOIN row_sum
    ON row_sum.range = given.range AND row_sum.kind = given.kind AND row_sum.id = given.id
    ORDER BY given.n
