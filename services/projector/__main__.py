"""`python -m services.projector`: the projector as a process of its own."""

import sys

from services.process import start

start(["projector"], sys.argv[1:])
