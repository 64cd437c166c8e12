"""The folder that a server works in: a lock on it, and how much of its disk the log may take."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple

ORPHAN_SECONDS = 5.0
"""How long a dead parent's server may take to leave the folder."""
RESERVE_SHARE, RESERVE_LEAST, RESERVE_MOST = 0.1, 8 << 20, 1 << 30
"""Bytes of the disk kept free of the log: a tenth, 8 MiB to 1 GiB. So the server refuses before the disk fails it."""


class FolderInUse(Exception):
    """Another server, or another `liandong up`, works in the folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(f"{folder} is in use by process {holder or '?'}: stop it first, or choose another folder")
        self.folder, self.holder = folder, holder


class FolderLock:
    """The right to work in a folder: a lock on `<folder>/lock` that the kernel gives back when its holders are gone."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, -1

    def take(self, patience: float = ORPHAN_SECONDS) -> None:
        """Take it, or raise `FolderInUse`; wait up to `patience` seconds where the holder named in the file is dead."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        until = time.monotonic() + patience
        while not self._try():
            holder = os.pread(self._file, 200, 0).decode(errors="replace").strip()
            if alive(holder) or time.monotonic() > until:
                self.give_back()
                raise FolderInUse(self._folder, holder)
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


class Room(NamedTuple):
    """A store and its disk, in bytes."""

    taken: int
    free: int
    reserve: int

    @classmethod
    def of(cls, store: Path) -> Room:
        """Measure it now."""
        disk = shutil.disk_usage(store)
        return cls(size_of(store), disk.free, min(max(int(disk.total * RESERVE_SHARE), RESERVE_LEAST), RESERVE_MOST))

    @property
    def limit(self) -> int:
        """What the store may grow to: what it has, and what is free less the reserve."""
        return max(self.taken + self.free - self.reserve, 1)

    def unlike(self, limit: int) -> bool:
        """Whether `limit`, set some time ago, no longer fits: others filled the disk, or made room on a full one."""
        left = max(limit - self.taken, 0)
        too_generous = left > 0 and self.free - left < self.reserve // 2
        too_tight = left < self.reserve and self.free - self.reserve > left + self.reserve // 2
        return too_generous or too_tight


def size_of(folder: Path) -> int:
    """Bytes in the files under `folder`, which the server may rename or remove meanwhile."""
    size = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                size += Path(path, name).stat().st_size
            except FileNotFoundError:
                continue
    return size


def quoted(text: str) -> str:
    """A string as nats-server's configuration has it: of JSON's escapes it knows but a few."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
