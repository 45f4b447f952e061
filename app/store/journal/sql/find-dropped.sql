SELECT d.seq, d.id, d.kind, d.account_id, d.member_id, d.staff_id, d.at_ms, a.incarnation
FROM dropped AS d JOIN anchor AS a ON a.n = d.anchor_n WHERE d.id = :id
