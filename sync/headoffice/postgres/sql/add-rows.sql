INSERT INTO entity (kind, id, account_id, ver, data)
  SELECT kind, id, account_id, ver, data::json
  FROM unnest ($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
    AS new (kind, id, account_id, ver, data)
