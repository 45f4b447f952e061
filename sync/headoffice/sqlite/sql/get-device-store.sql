SELECT store_id FROM device WHERE id = :id
