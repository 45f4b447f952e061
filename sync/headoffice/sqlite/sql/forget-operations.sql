UPDATE operation SET body = 'null'
  WHERE n IN (SELECT n FROM operation_about WHERE id IN (:member_id, :account_id))
    AND (json_extract (body, '$.member_id') = :member_id
      OR json_extract (body, '$.payload.member_id') = :member_id
      OR (json_extract (body, '$.account_id') = :account_id
        AND json_extract (body, '$.member_id') IS NULL))
