INSERT INTO dropped (id, anchor_n, seq, kind, account_id, member_id, staff_id, at_ms)
SELECT o.id, a.n, o.seq, iif (:told, o.kind, NULL), iif (:told, o.account_id, NULL),
       iif (:told, o.member_id, NULL), iif (:told, o.staff_id, NULL), iif (:told, o.at_ms, NULL)
FROM operation AS o JOIN anchor AS a USING (incarnation) WHERE o.n = :n
