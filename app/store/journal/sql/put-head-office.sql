INSERT INTO head_office (only_one, key, next_key, programme_version)
VALUES (1, :key, :next_key, :programme_version)
ON CONFLICT (only_one) DO UPDATE
SET key = excluded.key, next_key = excluded.next_key, programme_version = excluded.programme_version
