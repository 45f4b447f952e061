SELECT count (*)
FROM operation
WHERE incarnation = :incarnation AND seq > :after_seq
  AND kind NOT IN ('open_member', 'note_refusal', 'return_lease')
