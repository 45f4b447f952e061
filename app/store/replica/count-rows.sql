SELECT count (*) FROM row
