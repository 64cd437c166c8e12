"""`liandong up` as a process of its own, and the processes that belong to a data folder, whoever their parent is."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services import runtime
from services.broker.folder import FolderLock
from tests.system import LIANDONG, ROOT, surroundings

START_SECONDS = 90


def of_folder(data: Path) -> dict[int, str]:
    """Every living process whose command line or environment names the folder: its number and its command."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            surrounding = (process / "environ").read_bytes()
            state = (process / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError, PermissionError):  # gone meanwhile, or another user's
            continue
        if str(data).encode() in command + surrounding and state != "Z":
            found[int(process.name)] = command.replace(b"\0", b" ").decode(errors="replace").strip()
    return found


@dataclass
class Up:
    """A started `liandong up`; its output is in `log`."""

    data: Path
    process: subprocess.Popen[bytes]
    log: Path

    def ready(self) -> runtime.Runtime:
        """Wait until it says where it is found."""
        until = time.monotonic() + START_SECONDS
        while (found := runtime.read(self.data)) is None or found.pid != self.process.pid:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.02)
        return found

    def interrupt(self) -> None:
        """Ctrl-C: the terminal sends it to the whole foreground group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")


@contextmanager
def up(data: Path, *arguments: str) -> Iterator[Up]:
    """Start it in a foreground group of its own. At the end of the test it is stopped, if it still runs."""
    log = data.parent / f"{data.name}-{time.monotonic_ns()}.log"
    command = [*LIANDONG, "up", "--data", str(data), "--web-port", "0", *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings({}), stdout=file, stderr=file, stdin=-3, start_new_session=True
        )
    try:
        yield Up(data, process, log)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def is_free(data: Path) -> bool:
    """Whether nobody works in the folder: its lock can be taken at once, and nothing says where it runs."""
    lock = FolderLock(data)
    lock.take(patience=0)
    lock.give_back()
    return not (data / runtime.FILE).exists()
