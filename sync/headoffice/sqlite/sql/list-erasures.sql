SELECT json_object ('member_id', member_id, 'at_ms', at_ms, 'epoch', epoch, 'gseq', gseq)
  FROM erasure WHERE n > :after ORDER BY n
