SELECT incarnation, seq, hash, signature FROM anchor ORDER BY incarnation
