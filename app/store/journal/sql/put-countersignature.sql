INSERT INTO countersignature (incarnation, seq, hash, key, signature)
VALUES (:incarnation, :seq, :hash, :key, :signature)
ON CONFLICT (incarnation) DO UPDATE
SET seq = excluded.seq, hash = excluded.hash, key = excluded.key, signature = excluded.signature
WHERE excluded.seq > seq
