SELECT kind, id, ver, data FROM entity
  WHERE account_id = ANY ($1::text[]) AND kind <> 'action'
