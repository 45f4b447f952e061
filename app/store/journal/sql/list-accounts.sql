SELECT DISTINCT account_id
FROM operation
WHERE {{waits}} AND account_id IS NOT NULL
  AND kind IN ('enrol_member', 'edit_profile')
