INSERT OR IGNORE INTO row_key (type, value, n)
SELECT type, value, n FROM bulk_key ORDER BY type, value, n;
DROP TABLE bulk_key;
CREATE INDEX row_by_id ON row (iif (typeof (id) = 'blob', substr (id, -4), id));
CREATE INDEX row_by_account
  ON row (iif (typeof (account_id) = 'blob', substr (account_id, -4), account_id))
  WHERE account_id IS NOT NULL;
CREATE INDEX row_by_kind ON row (kind) WHERE kind >= 16;
CREATE INDEX row_key_by_row ON row_key (n, type, value) WHERE type IN (100, 101);
