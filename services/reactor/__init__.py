"""The reactor: what follows from an event by the rules themselves is sent as a command, by the office's robot."""
