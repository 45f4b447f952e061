SELECT coalesce (sum (value_minor), 0), coalesce (sum (value_minor * (terms = 'asked')), 0)
FROM operation
WHERE account_id = :account_id AND incarnation = :incarnation AND seq > :after_seq
  AND terms IS NOT NULL
