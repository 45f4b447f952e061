SELECT kind, data, ver FROM entity WHERE kind = $1 AND id = ANY ($2::text[])
