INSERT INTO card (uid, counter, failures, failed_day) VALUES (:uid, 0, 1, :day)
ON CONFLICT (uid) DO UPDATE SET
  failures = CASE WHEN failed_day = excluded.failed_day THEN failures + 1 ELSE 1 END,
  failed_day = excluded.failed_day
