-- Of all: an answer may name look-alikes. It served who asked again at once.
UPDATE operation SET answer = NULL
WHERE answer IS NOT NULL
  AND NOT {{waits}}
