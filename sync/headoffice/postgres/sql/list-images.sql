SELECT format ('{"account_id":%s,"data":%s,"id":%s,"kind":%s,"ver":%s}',
    coalesce (to_json (account_id)::text, 'null'), data, to_json (id), to_json (kind), ver)
  FROM entity
  ORDER BY kind = 'action', account_id COLLATE "C", kind COLLATE "C", id COLLATE "C"
