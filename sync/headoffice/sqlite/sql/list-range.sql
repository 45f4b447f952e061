SELECT row.kind, row.id, row.ver, row.data
  FROM row_sum JOIN row ON row.kind = row_sum.kind AND row.id = row_sum.id
  WHERE row_sum.range BETWEEN :first AND :last
