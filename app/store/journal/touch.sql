UPDATE device SET incarnation = incarnation
