"""`liandong` without the wait for imports: a process that has imported what the command line uses forks for each call.

Each call is a process of its own, with its own arguments, environment, files and exit code; only the command line
itself, which reads the language when it is imported, is imported anew. Lines of JSON in, exit codes out.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from typing import NoReturn

WARM = (
    "typer",
    "rich.table",
    "rich.progress",
    "projections.catalogue",
    "services.audit.timeline",
    "services.commands.client",
    "services.logs",
    "services.projector.folding",
    "services.scenario.play",
    "services.scenario.first_batch",
)
ALARM_SECONDS = 120


def serve() -> None:
    """Answer until standard input ends."""
    for module in WARM:
        import_module(module)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            be(**json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def be(arguments: list[str], environment: dict[str, str], files: list[str]) -> NoReturn:
    """Be one call of `liandong`, on three files for stdin, stdout and stderr."""
    signal.alarm(ALARM_SECONDS)
    for number, (file, flags) in enumerate(zip(files, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        os.dup2(os.open(file, flags), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["liandong", *arguments]
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    code = 1
    try:
        code = import_module("services.cli.call").call()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
