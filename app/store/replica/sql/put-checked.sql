UPDATE state SET checked_ms = :checked_ms
