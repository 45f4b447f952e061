UPDATE operation SET body = 'null'
  WHERE hashtextextended (coalesce (body::json ->> 'member_id', body::json ->> 'account_id'), 0)
      IN (hashtextextended ($1, 0), hashtextextended ($2, 0))
    AND (body::json ->> 'member_id' = $2
      OR (body::json ->> 'account_id' = $1 AND body::json ->> 'member_id' IS NULL))
