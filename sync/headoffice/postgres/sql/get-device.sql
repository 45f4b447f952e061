SELECT id, store_id, revoked::int, token_hash FROM device WHERE token_hash = $1
