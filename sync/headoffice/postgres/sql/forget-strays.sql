UPDATE stray SET body = 'null'
  WHERE (position ($1 IN body) > 0 OR position ($2 IN body) > 0)
    AND (body::json ->> 'member_id' = $2 OR body::json #>> '{payload,member_id}' = $2
      OR (body::json ->> 'account_id' = $1 AND body::json ->> 'member_id' IS NULL))
