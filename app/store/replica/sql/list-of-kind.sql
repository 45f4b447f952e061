SELECT kind, ver, data FROM row WHERE kind = :kind AND kind >= 16 ORDER BY id
