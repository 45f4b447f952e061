DELETE FROM outcome
