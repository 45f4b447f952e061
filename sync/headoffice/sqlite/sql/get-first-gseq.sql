SELECT coalesce (min (gseq), 0) FROM feed
