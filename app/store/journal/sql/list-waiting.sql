SELECT id, body_hash FROM operation
WHERE (incarnation = :priority AND seq > :priority_seq OR incarnation = :bulk AND seq > :bulk_seq)
ORDER BY n
