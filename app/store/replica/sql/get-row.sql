SELECT kind, ver, data FROM row WHERE id = :id AND kind = :kind
