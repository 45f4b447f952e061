UPDATE row SET account_id = :account_id WHERE n = :n
