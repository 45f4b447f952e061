UPDATE operation SET outcome = $2 WHERE id = $1 AND NOT is_repeat
