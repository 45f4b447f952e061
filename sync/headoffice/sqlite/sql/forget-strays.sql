UPDATE stray SET body = 'null'
  WHERE json_extract (body, '$.member_id') = :member_id
    OR json_extract (body, '$.payload.member_id') = :member_id
    OR (json_extract (body, '$.account_id') = :account_id
      AND json_extract (body, '$.member_id') IS NULL)
