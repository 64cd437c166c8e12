"""The supervisor's children: processes of our services, started, watched, restarted and stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import orjson
import structlog

from services.broker.embedded import end_with_parent

if TYPE_CHECKING:
    from pathlib import Path

log = structlog.get_logger("supervisor")

MEMORY = {"MALLOC_ARENA_MAX": "2", "PYTHONOPTIMIZE": os.environ.get("PYTHONOPTIMIZE", "")}
"""Two malloc arenas instead of eight a core: the services are single-threaded but for their databases."""
LOOK_EVERY = 0.1
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
"""Seconds before a dead child is started again, doubled each time it dies young."""
OLD_ENOUGH = 30.0
"""Seconds after which a child's death counts as the first again."""
STOP_SECONDS = 10.0
LOG_LIMIT = 20 * 1024 * 1024
"""Bytes after which a child's log file begins anew; the last one is kept as `.1`."""


@dataclass
class Child:
    """One process: the services it runs, where it logs, by which module, and how often it died lately."""

    services: tuple[str, ...]
    environment: dict[str, str]
    log_file: Path | None
    module: str = "services.process"
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    deaths: int = 0
    _log: IO[bytes] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The services it runs."""
        return "+".join(self.services)

    @property
    def pid(self) -> int | None:
        """Its process id while it lives."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    def start(self) -> None:
        """Start it in a session of its own, for Ctrl-C is the supervisor's. It ends when the supervisor is gone."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self.services],
            env={**os.environ, **MEMORY, **self.environment},
            stdin=subprocess.DEVNULL,
            stderr=self._open_log(),
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - prctl alone
        )
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again if it died, after a pause that grows while it keeps dying young."""
        assert self.process is not None
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.due:
            self.deaths = 1 if now - self.started > OLD_ENOUGH else self.deaths + 1
            pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
            self.due = now + pause
            log.error("a service died, starting it again", child=self.name, code=self.process.returncode, in_s=pause)
        if now >= self.due:
            self.due = 0.0
            self.start()

    def signal(self, number: int) -> None:
        """Send it a signal, if it lives."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    def last_words(self) -> str:
        """Why it failed last, as its log says: in its own words, or by the last line of an exception."""
        if self.log_file is None or not self.log_file.exists():
            return ""
        for line in reversed(self.log_file.read_text("utf-8", "replace").splitlines()):
            try:
                said = orjson.loads(line)
            except orjson.JSONDecodeError:
                return line
            if said.get("level") == "error":
                why = str(said.get("exception") or said.get("reason") or "").strip()
                return f"{said['event']}: {why.rpartition(chr(10))[2]}"
        return ""

    def close(self) -> None:
        """Close its log."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def _open_log(self) -> IO[bytes] | None:
        if self.log_file is None:
            return None
        self.close()
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_LIMIT:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        self._log = self.log_file.open("ab")
        return self._log


async def keep_running(children: list[Child], stop: asyncio.Event) -> None:
    """Start whichever child died again, until `stop` is set."""
    while not stop.is_set():
        for child in children:
            child.look()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_EVERY)


async def end(children: list[Child]) -> None:
    """Stop all: SIGTERM, and SIGKILL for whoever does not heed it within 10 s."""
    for child in children:
        child.signal(signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while any(child.pid for child in children) and time.monotonic() < until:  # noqa: ASYNC110 - no event of the loop
        await asyncio.sleep(0.02)
    for child in children:
        if child.pid:
            log.error("a service did not stop in time and was killed", child=child.name)
            child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
        child.close()
