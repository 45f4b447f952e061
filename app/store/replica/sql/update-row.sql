UPDATE row SET ver = :ver, data = :data WHERE n = :n
