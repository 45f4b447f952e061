INSERT INTO erasure (n, member_id, at_ms, epoch, gseq)
  SELECT coalesce (max (n), 0) + 1, :member_id, :at_ms, :epoch, :gseq FROM erasure
