SELECT id, store_id, revoked::int FROM device WHERE token_hash = $1
