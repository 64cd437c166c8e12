"""`python -m services.audit`: the audit service as a process of its own."""

import sys

from services.process import start

start(["audit"], sys.argv[1:])
