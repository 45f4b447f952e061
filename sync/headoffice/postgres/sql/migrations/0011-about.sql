BEGIN;

-- What is looked for when somebody is erased, by indexes that hold for whatever writes an item or an operation, be
-- it of an older version: in which items rows stand, and whom operations are about. Of each id a number is made,
-- since one may be as long as its sender likes.
CREATE FUNCTION item_rows (body text) RETURNS bigint[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT array_agg (hashtextextended (split_part (item, E'\x1f', 3), 0))
    FROM unnest (string_to_array (body, E'\x1e')) AS item WHERE starts_with (item, 'R'));
CREATE INDEX item_of_row ON item USING gin (item_rows (body));
CREATE INDEX operation_about ON operation
  (hashtextextended (coalesce (body::json ->> 'member_id', body::json ->> 'account_id'), 0));
CREATE INDEX operation_about_enrolled ON operation
  (hashtextextended (body::json #>> '{payload,member_id}', 0))
  WHERE body::json #>> '{payload,member_id}' IS NOT NULL;

UPDATE setting SET value = '11' WHERE name = 'schema';

COMMIT;
