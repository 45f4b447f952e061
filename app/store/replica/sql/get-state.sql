SELECT epoch, cursor, head_office_ms, checked_ms FROM state
