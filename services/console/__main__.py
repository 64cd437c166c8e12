"""`python -m services.console`: the page as a process of its own."""

import sys

from services.process import start

start(["console"], sys.argv[1:])
