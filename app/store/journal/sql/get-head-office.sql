SELECT key, next_key, programme_version FROM head_office
