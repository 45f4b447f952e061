SELECT feed.gseq, item.body FROM feed JOIN item USING (gid, n)
  WHERE gseq > $1 ORDER BY gseq LIMIT $2
