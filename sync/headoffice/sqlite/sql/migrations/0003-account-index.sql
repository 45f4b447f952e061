-- An account is asked for without its history, which is most of it.
DROP INDEX row_by_account;
CREATE INDEX row_by_account ON row (account_id) WHERE account_id IS NOT NULL AND kind <> 'action';

PRAGMA user_version = 3;
