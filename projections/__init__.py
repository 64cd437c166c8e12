"""The views: pure folds of events into rows, with the definitions of their tables."""
