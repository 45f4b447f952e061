SELECT kind, id, account_id, ver, data FROM row
WHERE iif (typeof (account_id) = 'blob', substr (account_id, -4), account_id)
    = iif (typeof (:account_id) = 'blob', substr (:account_id, -4), :account_id)
  AND account_id = :account_id
