SELECT kind, id FROM row
