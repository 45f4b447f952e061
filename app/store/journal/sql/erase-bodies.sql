-- That somebody was to be removed stays, unless it says why in words: should head office be restored from
-- a backup of the day before, it has to be told again, and until then they would be back.
UPDATE operation SET body = NULL
WHERE account_id IN (SELECT account_id FROM erased) AND body IS NOT NULL
  AND NOT {{waits}}
  AND (kind <> 'remove_member' OR coalesce (body ->> '$.payload.text', '') <> '')
