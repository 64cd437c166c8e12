"""`python -m services.commands`: the command service as a process of its own."""

import sys

from services.process import start

start(["commands"], sys.argv[1:])
