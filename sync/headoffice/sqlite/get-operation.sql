SELECT id, hash, body, outcome FROM operation WHERE id = :id AND is_repeat = 0
