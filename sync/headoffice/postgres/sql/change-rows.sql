UPDATE entity SET account_id = new.account_id, ver = new.ver, data = new.data::json,
    home_store_id = new.home_store_id
  FROM unnest ($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[])
    AS new (kind, id, account_id, ver, data, home_store_id, ver_before)
  WHERE entity.kind = new.kind AND entity.id = new.id AND entity.ver = new.ver_before
