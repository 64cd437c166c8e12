"""`<data>/runtime.json`: where a running installation is found, for the commands that talk to it."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from services.settings import Settings

FILE = "runtime.json"


@dataclass(frozen=True)
class Runtime:
    """A running `up`: its addresses, the supervisor's process id, and when it started (ISO 8601, UTC)."""

    nats_url: str
    database_url: str
    web_url: str
    pid: int
    started: str


def write(data: Path, runtime: Runtime) -> None:
    """Say where we are; whole or not at all, whoever reads meanwhile."""
    partial = data / f"{FILE}.{os.getpid()}"
    partial.write_bytes(orjson.dumps(asdict(runtime), option=orjson.OPT_INDENT_2))
    partial.replace(data / FILE)


def read(data: Path) -> Runtime | None:
    """The installation that runs in the folder, or None: nothing written that can be read, or its supervisor gone."""
    try:
        runtime = Runtime(**orjson.loads((data / FILE).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return runtime if _alive(runtime.pid) else None


def remove(data: Path) -> None:
    """We run no longer."""
    (data / FILE).unlink(missing_ok=True)


def located(settings: Settings) -> Settings:
    """The settings, with the addresses of the installation that runs in their data folder where they name none."""
    runtime = read(settings.data)
    if runtime is None:
        return settings
    return replace(
        settings,
        nats_url=settings.nats_url or runtime.nats_url,
        database_url=settings.database_url or runtime.database_url,
    )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
