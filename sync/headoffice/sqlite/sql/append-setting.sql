INSERT INTO setting (name, value) VALUES (:name, json_array (json (:value)))
  ON CONFLICT (name) DO UPDATE SET value = json_insert (value, '$[#]', json (:value))
