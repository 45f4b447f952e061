UPDATE entity SET account_id = new.account_id, ver = new.ver, data = new.data::json
  FROM unnest ($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
    AS new (kind, id, account_id, ver, data)
  WHERE entity.kind = new.kind AND entity.id = new.id
