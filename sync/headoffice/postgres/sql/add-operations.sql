INSERT INTO operation (device_id, incarnation, seq, id, hash, body, outcome, at_ms, is_repeat)
  SELECT device_id, incarnation, seq, id, hash, body, outcome, at_ms, is_repeat <> 0
  FROM unnest ($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::bigint[], $9::bigint[])
    AS new (device_id, incarnation, seq, id, hash, body, outcome, at_ms, is_repeat)
