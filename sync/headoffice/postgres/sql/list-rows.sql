SELECT json_build_object ('kind', kind, 'id', id, 'account_id', account_id, 'ver', ver,
    'data', data)
  FROM entity WHERE $1::text IS NULL OR kind = $1 ORDER BY kind COLLATE "C", id COLLATE "C"
