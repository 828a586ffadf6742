"""The models of settlements on Apache Spark: a session, what it reads, what comes back, a cluster of our own."""
