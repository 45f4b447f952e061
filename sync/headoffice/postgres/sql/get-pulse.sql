SELECT (SELECT coalesce (max (gseq), 0) FROM feed), (SELECT count (*) FROM todo),
  (SELECT coalesce (extract (epoch FROM clock_timestamp () - min (at)) * 1000, 0)::bigint FROM todo),
  (SELECT count (*) FROM operation
    WHERE NOT is_repeat AND position ('"needs_review"' IN outcome) > 0)
