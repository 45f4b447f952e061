SELECT DISTINCT account_id
FROM operation
WHERE (incarnation = :priority AND seq > :priority_seq OR incarnation = :bulk AND seq > :bulk_seq) AND account_id IS NOT NULL
  AND kind IN ('enrol_member', 'edit_profile')
