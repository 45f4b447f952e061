-- Random, since SQLite does not write what is there already.
UPDATE reserve SET space = randomblob (65536)
