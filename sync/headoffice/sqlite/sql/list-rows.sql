SELECT json_object ('kind', kind, 'id', id, 'account_id', account_id, 'ver', ver,
    'data', json (data))
  FROM row WHERE :kind IS NULL OR kind = :kind ORDER BY kind, id
