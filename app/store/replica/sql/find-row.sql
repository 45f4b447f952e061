SELECT kind, id, account_id, ver, data, n FROM row
WHERE iif (typeof (id) = 'blob', substr (id, -4), id)
    = iif (typeof (:id) = 'blob', substr (:id, -4), :id)
  AND id = :id AND kind = :kind
