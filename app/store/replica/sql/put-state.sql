UPDATE state SET epoch = :epoch, cursor = :cursor, head_office_ms = :head_office_ms
