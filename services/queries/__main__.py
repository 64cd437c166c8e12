"""`python -m services.queries`: the query service as a process of its own."""

import sys

from services.process import start

start(["queries"], sys.argv[1:])
