SELECT gseq, kind, data FROM feed
  WHERE kind IS NOT NULL AND kind || '/' || id IN (SELECT value FROM json_each (:rows))
