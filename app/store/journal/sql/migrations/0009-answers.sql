-- What is still to be taken out once somebody is erased: head office's pages come by the hundred, and the
-- journal is long.
CREATE INDEX operation_by_answer ON operation (incarnation, seq) WHERE answer IS NOT NULL;

PRAGMA user_version = 9;
