SELECT epoch, cursor, head_office_ms FROM state
