SELECT EXISTS (SELECT 1 FROM erased WHERE account_id = :account_id)
