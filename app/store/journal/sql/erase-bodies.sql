UPDATE operation SET body = NULL
WHERE {{said}} AND NOT {{waits}}
