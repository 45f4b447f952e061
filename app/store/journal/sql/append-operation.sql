INSERT INTO operation (incarnation, seq, id, kind, account_id, member_id, staff_id, at_ms,
                       value_minor, body, answer, body_hash, prev, hash, signature, terms)
VALUES (:incarnation, :seq, :id, :kind, :account_id, :member_id, :staff_id, :at_ms,
        :value_minor, :body, :answer, :body_hash, :prev, :hash, :signature, :terms)
