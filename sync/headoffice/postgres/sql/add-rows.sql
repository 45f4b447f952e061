INSERT INTO entity (kind, id, account_id, ver, data, home_store_id)
  SELECT kind, id, account_id, ver, data::json, home_store_id
  FROM unnest ($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])
    AS new (kind, id, account_id, ver, data, home_store_id)
