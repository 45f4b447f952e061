PRAGMA temp_store = 1;
PRAGMA cache_size = -4096;
