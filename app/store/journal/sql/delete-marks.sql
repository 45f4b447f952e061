DELETE FROM retention_mark WHERE at_ms < :before_ms
