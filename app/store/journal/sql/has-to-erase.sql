SELECT EXISTS (SELECT 1 FROM operation WHERE answer IS NOT NULL AND NOT {{waits}})
    OR EXISTS (SELECT 1 FROM operation WHERE {{said}} AND NOT {{waits}})
