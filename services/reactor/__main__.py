"""`python -m services.reactor`: the reactor as a process of its own."""

import sys

from services.process import start

start(["reactor"], sys.argv[1:])
