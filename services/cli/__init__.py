"""The command line: `liandong ...`. Every command parses, calls and renders; the work is done elsewhere."""
