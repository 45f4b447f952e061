UPDATE operation SET body = NULL
WHERE account_id IN (SELECT account_id FROM erased) AND body IS NOT NULL
  AND (incarnation <> :incarnation OR seq <= :acked)
