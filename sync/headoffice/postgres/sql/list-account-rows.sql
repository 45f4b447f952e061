SELECT kind, data, ver, account_id FROM entity
  WHERE account_id = ANY ($1::text[]) AND kind <> 'action'
