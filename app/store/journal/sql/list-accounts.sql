SELECT DISTINCT account_id
FROM operation
WHERE incarnation = :incarnation AND seq > :after_seq AND account_id IS NOT NULL
  AND kind IN ('enrol_member', 'edit_profile')
