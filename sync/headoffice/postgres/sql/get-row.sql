SELECT kind, data, ver FROM entity WHERE kind = $1 AND id = $2
