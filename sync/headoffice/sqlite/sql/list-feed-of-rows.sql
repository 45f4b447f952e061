SELECT feed.gseq, feed.kind, feed.data
  FROM json_each (:rows) AS named CROSS JOIN feed
  WHERE feed.id = substr (named.value, instr (named.value, '/') + 1)
    AND feed.kind IS NOT NULL AND feed.kind || '/' || feed.id = named.value
