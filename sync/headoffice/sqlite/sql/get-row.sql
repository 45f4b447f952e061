SELECT kind, data, ver FROM row WHERE kind = :kind AND id = :id
