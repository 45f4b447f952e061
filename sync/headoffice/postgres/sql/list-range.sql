SELECT entity.kind, entity.id, entity.ver, entity.data
  FROM row_sum JOIN entity USING (kind, id) WHERE row_sum.range BETWEEN $1 AND $2
