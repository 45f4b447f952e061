-- Of which chains head office may have judged more than this device has heard, since rows came that say nothing
-- of it: what follows this number. Nothing is missing of a chain that is not here.
CREATE TABLE untold (
  incarnation TEXT PRIMARY KEY,
  through INTEGER NOT NULL CHECK (through >= 0)
) STRICT, WITHOUT ROWID;
-- What an older program took for consent is asked once.
INSERT INTO untold (incarnation, through)
SELECT incarnation, 0 FROM operation UNION SELECT incarnation, 0 FROM anchor;

PRAGMA user_version = 8;
