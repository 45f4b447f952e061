SELECT coalesce (max (gseq), 0) FROM feed
