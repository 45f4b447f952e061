INSERT INTO anchor (incarnation, seq, hash, signature, was_signed)
VALUES (:incarnation, :seq, :hash, :signature, :was_signed)
ON CONFLICT (incarnation) DO UPDATE
SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature,
    was_signed = max (was_signed, excluded.was_signed)
