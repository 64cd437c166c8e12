"""The log: JetStream as the event store. Only here are JetStream's headers and the `eventsourcing` package known."""
