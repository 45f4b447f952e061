-- Of which chains head office may have judged more than this device has heard, since rows came that say nothing
-- of it: what follows this number. Nothing is missing of a chain that is not here.
CREATE TABLE untold (
  incarnation TEXT PRIMARY KEY,
  through INTEGER NOT NULL CHECK (through >= 0)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 8;
