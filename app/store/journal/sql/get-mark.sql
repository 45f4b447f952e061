SELECT at_ms, n FROM retention_mark WHERE at_ms <= :until_ms ORDER BY at_ms DESC LIMIT 1
