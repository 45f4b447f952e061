SELECT sum, thin FROM row_sum WHERE range = :range AND kind = :kind AND id = :id
