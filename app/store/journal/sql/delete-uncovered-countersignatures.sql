DELETE FROM countersignature
WHERE seq > coalesce ((SELECT value FROM json_each (:covered) WHERE key = incarnation), 0)
