-- Person by person, by operation_by_staff: what somebody agreed to stands under whoever did it.
WITH RECURSIVE person (id) AS (
  SELECT min (staff_id) FROM operation
  UNION ALL
  SELECT (SELECT min (staff_id) FROM operation WHERE staff_id > person.id)
    FROM person WHERE person.id IS NOT NULL
)
SELECT count (*), coalesce (sum (value_minor), 0)
FROM person JOIN operation ON staff_id = person.id AND kind = :kind
  AND at_ms >= :from_ms AND at_ms < :until_ms
WHERE :staff_id IS NULL OR :staff_id IN (staff_id, body ->> '$.approver_id')
