-- What this device remembers of chips: the highest number that each has shown, by which a copy shows
-- itself, and how often it failed on its last bad day.
CREATE TABLE card (
  uid TEXT PRIMARY KEY CHECK (length (uid) > 0),
  counter INTEGER NOT NULL CHECK (counter >= 0),
  failures INTEGER NOT NULL CHECK (failures >= 0),
  failed_day INTEGER NOT NULL CHECK (failed_day >= 0)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
