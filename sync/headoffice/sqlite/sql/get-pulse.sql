SELECT (SELECT coalesce (max (gseq), 0) FROM feed),
  (SELECT count (*) FROM operation WHERE is_repeat = 0 AND instr (outcome, '"needs_review"') > 0)
