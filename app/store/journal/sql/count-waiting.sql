SELECT count (*) FILTER (WHERE incarnation = :priority), count (*) FILTER (WHERE incarnation = :bulk)
FROM operation
WHERE {{waits}}
  AND kind NOT IN ('open_member', 'note_refusal', 'return_lease')
