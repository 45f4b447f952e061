SELECT count (*) FILTER (WHERE incarnation = :priority), count (*) FILTER (WHERE incarnation = :bulk)
FROM operation
WHERE (incarnation = :priority AND seq > :priority_seq OR incarnation = :bulk AND seq > :bulk_seq)
  AND kind NOT IN ('open_member', 'note_refusal', 'return_lease')
