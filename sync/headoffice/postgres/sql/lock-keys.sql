SELECT pg_advisory_xact_lock (7164, bucket)
  FROM (SELECT DISTINCT (abs (hashtext (k)::bigint) % 256)::int AS bucket
    FROM unnest ($1::text[]) AS k ORDER BY bucket) AS buckets
