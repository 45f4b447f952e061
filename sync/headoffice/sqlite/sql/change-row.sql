UPDATE row SET ver = :ver, data = :data WHERE kind = :kind AND id = :id
