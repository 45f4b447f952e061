SELECT to_regclass ('setting') IS NOT NULL
