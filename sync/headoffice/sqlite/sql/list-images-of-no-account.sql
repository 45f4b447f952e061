SELECT json_object ('kind', kind, 'id', id, 'account_id', account_id, 'ver', ver,
    'data', json (data))
  FROM row WHERE account_id IS NULL OR kind = 'action' ORDER BY kind, id
