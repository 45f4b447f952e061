UPDATE feed SET data = (SELECT row.data FROM row WHERE row.kind = feed.kind AND row.id = feed.id)
  WHERE account_id = :account_id
    AND kind IN ('member', 'card', 'note', 'tag', 'task', 'promise', 'favourite', 'subscription',
      'message')
