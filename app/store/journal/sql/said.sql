-- What of an operation says something of somebody who was erased. That somebody was to be removed stays,
-- unless it says why in words: should head office be restored from a backup of the day before, it has to be
-- told again, and until then they would be back.
account_id IN (SELECT account_id FROM erased) AND body IS NOT NULL
  AND (kind <> 'remove_member' OR coalesce (body ->> '$.payload.text', '') <> '')
