SELECT kind, id, ver, data FROM row
