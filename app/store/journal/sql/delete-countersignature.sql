DELETE FROM countersignature WHERE incarnation = :incarnation AND seq > :seq
