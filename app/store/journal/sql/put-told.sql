UPDATE untold SET through = :through WHERE incarnation = :incarnation
