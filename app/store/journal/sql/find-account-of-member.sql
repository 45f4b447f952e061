SELECT account_id FROM operation
WHERE member_id = :member_id AND kind = 'enrol_member' LIMIT 1
