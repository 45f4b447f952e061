SELECT id FROM entity WHERE kind = 'account' AND id = ANY ($1::text[]) ORDER BY id FOR UPDATE
