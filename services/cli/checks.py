"""What the doctor looks at, one function a thing: versions, disk, server and streams, services, views, page."""

from __future__ import annotations

import asyncio
import platform
import shutil
import time
import urllib.request
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

from services.cli.speech import LANGUAGE, Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nats.aio.client import Client

    from services.projector.reading import Freshness
    from services.settings import Settings

PACKAGES = ("liandong", "nats-py", "faststream", "eventsourcing", "pydantic", "sqlalchemy")
LEAST_FREE = 1 << 30
"""Bytes: below this the log soon takes no more."""
LARGEST_LAG = 10_000
"""Events: a view this far behind is not keeping up, or has just been started."""
CONNECT_SECONDS, PROBE_SECONDS, PAGE_SECONDS = 5, 3.0, 3.0
PROBE = "cmd.office.doctor.look"
"""No command of that name exists: a living command service says so at once, and nothing is stored."""


class Finding(NamedTuple):
    """One thing that was looked at. `check` is a key of the vocabulary; `advice` is empty where all is in order."""

    check: str
    subject: str
    finding: str
    sound: bool
    advice: str = ""
    position: int | None = None


def versions() -> Finding:
    """What is installed."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} -")
    return Finding("doctor.versions", "", ", ".join(found), sound=True)


def disk(found: Settings) -> Finding:
    """Free space where the data lie."""
    where = found.data if found.data.exists() else found.data.absolute().parent
    usage = shutil.disk_usage(where)
    sound = usage.free > LEAST_FREE
    text = f"{usage.free / 1e9:.1f} / {usage.total / 1e9:.1f} GB"
    return Finding("doctor.disk", str(where), text, sound, "" if sound else say("doctor.disk.advice"))


def sync(found: Settings) -> Finding:
    """Whether the server syncs before it acknowledges: the embedded one's configuration; another's cannot be seen."""
    from services.broker.embedded import CONFIGURATION, syncs_always

    configuration = CONFIGURATION / "embedded.conf"
    if not (found.data / "nats").exists():
        return Finding("doctor.sync", found.nats_url, say("doctor.sync.unseen"), sound=True)
    sound = syncs_always(configuration)
    text = say("doctor.sync.sound") if sound else "sync_interval"
    return Finding("doctor.sync", str(configuration), text, sound, "" if sound else say("doctor.sync.advice"))


async def broker(found: Settings) -> list[Finding]:
    """The NATS server, the streams' settings, services and index; only the first where the server is away."""
    from services.ledger.connection import connect
    from services.ledger.streams import OURS

    options = {"connect_timeout": CONNECT_SECONDS, "allow_reconnect": False, "error_cb": _silent, "name": "doctor"}
    try:
        client = await asyncio.wait_for(connect(found.nats_servers, **options), CONNECT_SECONDS)
    except Exception as error:  # noqa: BLE001 - whatever keeps us from connecting is the finding
        return [Finding("doctor.server", found.nats_url, _said(error), False, say("doctor.server.advice"))]
    try:
        release = client.connected_server_version
        text = f"nats-server {release.major}.{release.minor}.{release.patch}"
        server = Finding("doctor.server", found.nats_url, text, sound=True)
        streams = [await _stream(client, stream.name) for stream in OURS]
        return [server, *streams, await _commands(client), *await _followers(client, found)]
    finally:
        await client.close()


async def _silent(error: Exception) -> None:
    """What comes of it is raised where the connection is used."""
    del error


async def _stream(client: Client, name: str) -> Finding:
    """Whether a stream's settings are safe; where it ends."""
    from services.ledger.log import LedgerError, Log

    try:
        events = await Log.open(client, stream=name)
        head = await events.head()
        await events.close()
    except LedgerError as error:
        return Finding("doctor.stream", name, _said(error), False, say("doctor.stream.advice"))
    return Finding("doctor.stream", name, say("doctor.stream.sound").format(position=head), True, "", head)


async def _commands(client: Client) -> Finding:
    """Whether a command service answers, and how soon."""
    from nats.errors import Error

    began = time.perf_counter()
    try:
        await client.request(PROBE, b"{}", timeout=PROBE_SECONDS)
    except Error as error:
        return Finding("doctor.commands", "", _said(error), False, say("doctor.commands.advice"))
    milliseconds = (time.perf_counter() - began) * 1e3
    return Finding("doctor.commands", "", f"{milliseconds:.1f} ms", sound=True)


async def _followers(client: Client, found: Settings) -> list[Finding]:
    """The command service's index and the reactor, where they are kept here: how far behind, stopped, refused."""
    from services.ledger.log import LedgerError, Log

    try:
        events = await Log.open(client)
        incarnation, head = events.incarnation, await events.head()
        await events.close()
    except LedgerError:
        return []  # the look at the stream has said why
    return [*_index(found, incarnation, head), *_reactor(found, incarnation, head)]


def _index(found: Settings, incarnation: str, head: int) -> list[Finding]:
    import sqlite3

    from services.ledger.sqlite_shelf import kept_to

    if not found.index_file.exists():
        return []
    try:
        position = kept_to(found.index_file, incarnation)
    except sqlite3.Error as error:
        return [Finding("doctor.index", str(found.index_file), _said(error), False, say("doctor.index.advice"))]
    return [_follower("doctor.index", str(found.index_file), position, head)]


def _reactor(found: Settings, incarnation: str, head: int) -> list[Finding]:
    from services.reactor.memory import Memory

    if not (found.data / "reactor.sqlite").exists():
        return []
    memory = Memory(found.data)
    try:
        position, stop, refused = memory.position(incarnation), memory.stopped(incarnation), memory.all_refused()
    finally:
        memory.close()
    findings = [_follower("doctor.reactor", "", position, head)]
    if stop is not None:
        text = f"{stop.position} {stop.type}: {stop.reason}"
        findings = [Finding("doctor.reactor", "", text, False, say("doctor.reactor.advice"))]
    for each in refused:
        text = f"{each.position} {say(each.cause)} -> {say(each.name)}: {each.en if _english() else each.zh}"
        findings.append(Finding("doctor.refused", each.entity, text, False, say("doctor.refused.advice")))
    return findings


def _follower(check: str, subject: str, position: int, head: int) -> Finding:
    """Whoever follows the log: in order unless far behind."""
    lag = max(head - position, 0)
    text = say("doctor.view.stands").format(position=position, lag=lag)
    sound = lag <= LARGEST_LAG
    return Finding(check, subject, text, sound, "" if sound else say("doctor.view.advice"), position)


def head_of(findings: Sequence[Finding]) -> int | None:
    """Where the log ends, as the look at its stream found."""
    return next((each.position for each in findings if each.subject == "EVENTS"), None)


def views(found: Settings, head: int | None) -> list[Finding]:
    """Every view: live, how far behind, or why it stands still."""
    from sqlalchemy.exc import SQLAlchemyError

    from services.projector.database import open_engine
    from services.projector.reading import Views

    engine = open_engine(found.views_url)
    try:
        return [_view(each, head) for each in Views(engine).all()]
    except SQLAlchemyError as error:
        return [Finding("doctor.views", "", _said(error), False, say("doctor.views.advice"))]
    finally:
        engine.dispose()


def _view(freshness: Freshness, head: int | None) -> Finding:
    lag = None if head is None else freshness.lag(head)
    words = {"position": freshness.position, "lag": "?" if lag is None else lag}
    status = say(f"view-status.{freshness.status}")
    text = f"{status}, {say('doctor.view.stands').format(**words)}"
    stop = freshness.stopped
    if stop is not None:
        reason, advice = (stop.text.en, stop.text.advice_en) if _english() else (stop.text.zh, stop.text.advice_zh)
        return Finding("doctor.view", freshness.view, f"{text}: {reason} {stop.detail}".rstrip(), False, advice)
    if not freshness.generation or (lag is not None and lag > LARGEST_LAG):
        return Finding("doctor.view", freshness.view, text, False, say("doctor.view.advice"))
    return Finding("doctor.view", freshness.view, text, True, "", freshness.position)


def page(data: Path) -> Finding:
    """Whether the first page answers."""
    from services import runtime

    running = runtime.read(data)
    if running is None:
        return Finding("doctor.page", "", say("doctor.page.elsewhere"), sound=True)
    try:
        with urllib.request.urlopen(f"{running.web_url}health", timeout=PAGE_SECONDS) as answer:  # noqa: S310 - our own page, by HTTP
            text = answer.read(1000).decode()
    except OSError as error:
        return Finding("doctor.page", running.web_url, _said(error), False, say("doctor.page.advice"))
    return Finding("doctor.page", running.web_url, text, sound=True)


def _english() -> bool:
    return LANGUAGE is Language.EN


def _said(error: BaseException) -> str:
    return "; ".join(line.strip() for line in str(error).splitlines() if line.strip()) or type(error).__name__
