SELECT id, hash, body, outcome FROM operation WHERE id = ANY ($1::text[]) AND NOT is_repeat
