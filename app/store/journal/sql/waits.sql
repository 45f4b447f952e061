-- Whether head office has not said yet what became of an operation.
(incarnation = :priority AND seq > :priority_seq OR incarnation = :bulk AND seq > :bulk_seq)
