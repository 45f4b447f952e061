UPDATE operation SET body = 'null'
  WHERE hashtextextended (body::json #>> '{payload,member_id}', 0) = hashtextextended ($1, 0)
    AND body::json #>> '{payload,member_id}' = $1
