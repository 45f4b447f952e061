DELETE FROM countersignature
WHERE (incarnation = :priority AND seq > :priority_seq OR incarnation = :bulk AND seq > :bulk_seq)
