DELETE FROM operation_about WHERE id IN (:member_id, :account_id)
