SELECT through FROM acked WHERE incarnation = :incarnation
