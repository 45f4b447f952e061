-- In the order of an index.
SELECT json_object ('kind', kind, 'id', id, 'account_id', account_id, 'ver', ver,
    'data', json (data))
  FROM row WHERE account_id IS NOT NULL AND kind <> 'action' ORDER BY account_id, kind, id
