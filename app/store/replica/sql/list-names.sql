-- From an index alone.
SELECT kind, id FROM row
