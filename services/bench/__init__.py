"""What this machine does: the figures of README, each against a baseline measured in the same run."""
