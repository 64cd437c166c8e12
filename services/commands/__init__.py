"""The command door: from a message on `cmd.<org>.<category>.<command>` to events in the log, and the answer to it."""
