"""The domain of the linked innovation zones (联动创新区): pure deciders, no clock, no randomness, no I/O."""
