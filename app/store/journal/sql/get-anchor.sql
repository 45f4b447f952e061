SELECT seq, hash FROM anchor WHERE incarnation = :incarnation
