DELETE FROM countersignature
WHERE {{waits}}
