SELECT seq FROM countersignature WHERE incarnation = :incarnation
