PRAGMA journal_mode = memory;
PRAGMA synchronous = 0;
PRAGMA mmap_size = 0;
PRAGMA cell_size_check = 1;
PRAGMA trusted_schema = 0;
PRAGMA foreign_keys = 1;
PRAGMA temp_store = 1;
PRAGMA cache_size = -262144;
