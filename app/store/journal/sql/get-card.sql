SELECT counter, failures, failed_day FROM card WHERE uid = :uid
