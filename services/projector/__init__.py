"""The projector: keeps the views up to date with the log, builds them anew beside the old, and lets them be read."""
