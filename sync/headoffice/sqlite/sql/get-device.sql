SELECT id, store_id, revoked FROM device WHERE token_hash = :token_hash
