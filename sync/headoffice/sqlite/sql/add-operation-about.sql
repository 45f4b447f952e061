INSERT OR IGNORE INTO operation_about (id, n)
  SELECT coalesce (json_extract (:body, '$.member_id'), json_extract (:body, '$.account_id')) AS about, :n
    WHERE about IS NOT NULL
  UNION ALL
  SELECT json_extract (:body, '$.payload.member_id') AS about, :n WHERE about IS NOT NULL
