SELECT row.kind, row.data, row.ver
  FROM row_key JOIN row ON row.kind = row_key.kind AND row.id = row_key.id
  WHERE row_key.type = :type AND row_key.value = :value
