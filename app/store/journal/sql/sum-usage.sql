SELECT count (*), coalesce (sum (value_minor), 0)
FROM operation
WHERE staff_id = coalesce (:staff_id, staff_id) AND kind = :kind
  AND at_ms >= :from_ms AND at_ms < :until_ms
