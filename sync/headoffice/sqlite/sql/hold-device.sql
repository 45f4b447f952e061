SELECT id, store_id, revoked, token_hash FROM device WHERE id = :id
