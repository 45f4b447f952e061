INSERT INTO card (uid, counter, failures, failed_day) VALUES (:uid, :counter, 0, 0)
ON CONFLICT (uid) DO UPDATE SET counter = MAX (counter, excluded.counter)
