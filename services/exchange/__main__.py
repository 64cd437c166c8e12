"""`python -m services.exchange`: the exchange as a process of its own."""

import sys

from services.process import start

start(["exchange"], sys.argv[1:])
