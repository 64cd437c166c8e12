"""The message server: as a child process of `liandong up`, and as an operator runs it."""
