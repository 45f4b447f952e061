SELECT id, store_id, revoked, token_hash FROM device WHERE token_hash = :token_hash
