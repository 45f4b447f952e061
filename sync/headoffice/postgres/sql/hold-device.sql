SELECT id, store_id, revoked::int, token_hash FROM device WHERE id = $1 FOR SHARE
