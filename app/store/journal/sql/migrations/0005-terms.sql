-- On what a redemption rests: NULL where head office decides it.
ALTER TABLE operation ADD COLUMN terms TEXT;
UPDATE operation SET terms = 'risk' WHERE kind IN ('redeem_reward', 'redeem_benefit');

PRAGMA user_version = 5;
