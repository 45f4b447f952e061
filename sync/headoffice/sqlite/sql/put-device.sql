INSERT INTO device (id, store_id, token_hash, revoked, added_at_ms)
  VALUES (:id, :store_id, :token_hash, :revoked, :at_ms)
  ON CONFLICT (id) DO UPDATE SET store_id = excluded.store_id, token_hash = excluded.token_hash,
    revoked = excluded.revoked
