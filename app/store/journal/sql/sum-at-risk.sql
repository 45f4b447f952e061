SELECT coalesce (sum (value_minor), 0), coalesce (sum (member_id = :member_id), 0)
FROM operation
WHERE incarnation = :incarnation AND seq > :after_seq AND terms = 'risk'
