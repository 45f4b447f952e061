SELECT kind, ver, data FROM row WHERE kind = :kind AND kind >= 9 ORDER BY id
