PRAGMA locking_mode = exclusive;
