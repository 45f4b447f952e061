UPDATE item SET body = $3 WHERE gid = $1 AND n = $2
