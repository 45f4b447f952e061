SELECT json_object ('t', 'erasure', 'member_id', member_id, 'at_ms', at_ms) FROM erasure ORDER BY n
