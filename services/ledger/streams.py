"""The streams' configuration as code, and the check that nobody loosened it.

`deny_delete` and `deny_purge` alone do not make a stream immutable: whoever may update it can set limits, a lifetime
or roll-up, and the server then discards what was acknowledged. So every start compares the settings one by one.

Whether the server syncs before it acknowledges (`sync_interval: always`) no client can see: it is neither in the
stream's configuration nor in the server's greeting. `services/broker/embedded.py` checks the configuration file
instead; on servers of their own, operators use `deploy/nats`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import structlog
from nats.aio.client import Client

from services.ledger.wire import STREAM_NOT_FOUND, LedgerError, Refusal, Unavailable, Wire

log = structlog.get_logger("ledger")

READY_SECONDS = 30.0
LOOK_EVERY = 0.1
COMING_UP = frozenset({10005, 10008, 10009})
"""Refusals of a cluster that is still electing: no peers, not available, not leader."""

Setting = str | int | bool | None | list[str]


class Requirement(NamedTuple):
    """What a setting has to be, and what happens otherwise."""

    wanted: Setting
    why: str


class Difference(NamedTuple):
    """A setting of a stream that is not as it has to be."""

    setting: str
    wanted: Setting
    found: Setting
    why: str

    def __str__(self) -> str:
        return f"{self.setting} is {self.found!r}, must be {self.wanted!r}: {self.why}"


class UnsafeStream(LedgerError):
    """The stream could lose or alter what it acknowledged. `differences` lists every setting at fault."""

    def __init__(self, stream: str, differences: list[Difference]) -> None:
        lines = "\n".join(f"- {difference}" for difference in differences)
        super().__init__(f"stream {stream} is not safe to write to:\n{lines}")
        self.stream, self.differences = stream, differences


class Stream(NamedTuple):
    """A stream of ours: its name and the subjects it takes."""

    name: str
    subjects: tuple[str, ...]


EVENTS = Stream("EVENTS", ("evt.>",))
"""The only truth: every event of every entity, immutable."""

LEADS = Stream("LEADS", ("lead.feed.>",))
"""What each member may see of a lead, derived from EVENTS."""

DOCUMENTS = Stream("OBJ_DOCUMENTS", ("$O.DOCUMENTS.C.>", "$O.DOCUMENTS.M.>"))
"""The bytes of attached documents: JetStream's object store of bucket DOCUMENTS, as immutable as the log.

Any NATS client reads it as an object store. Roll-up being off, only `services/documents` writes it.
"""

OURS = (EVENTS, LEADS, DOCUMENTS)

DISCARDS = "the server would discard events to keep the limit"

REQUIRED: Mapping[str, Requirement] = {
    "storage": Requirement("file", "what is in memory is gone with the server"),
    "retention": Requirement("limits", "messages would go once they were read"),
    "discard": Requirement("new", "at a limit old events would be dropped instead of new ones refused"),
    "discard_new_per_subject": Requirement(wanted=False, why="it comes with a limit for each entity"),
    "max_msgs": Requirement(-1, DISCARDS),
    "max_msgs_per_subject": Requirement(-1, DISCARDS),
    "max_bytes": Requirement(-1, DISCARDS),
    "max_age": Requirement(0, "events would expire"),
    "max_msg_size": Requirement(-1, "events that the rules allow would be refused"),
    "max_consumers": Requirement(-1, "views and auditors would be kept from reading"),
    "deny_delete": Requirement(wanted=True, why="single events could be deleted"),
    "deny_purge": Requirement(wanted=True, why="the stream could be emptied"),
    "allow_rollup_hdrs": Requirement(wanted=False, why="one message could replace all before it"),
    "allow_msg_ttl": Requirement(wanted=False, why="an event could be given a lifetime"),
    "subject_delete_marker_ttl": Requirement(0, "the server would add and remove messages of its own"),
    "allow_msg_schedules": Requirement(wanted=False, why="schedules imply roll-up"),
    "allow_msg_counter": Requirement(wanted=False, why="the server would rewrite bodies and refuse events"),
    "allow_batched": Requirement(wanted=False, why="a batch could be stored in part"),
    "allow_atomic": Requirement(wanted=True, why="the events of one decision could not be stored all or none"),
    "allow_direct": Requirement(wanted=True, why="reading one entity would be slow"),
    "persist_mode": Requirement(None, "events would be acknowledged before they are on disk"),
    "no_ack": Requirement(wanted=False, why="nobody would learn whether an event is stored"),
    "sealed": Requirement(wanted=False, why="nothing more could be appended"),
    "mirror": Requirement(None, "events would come from another stream, without guards"),
    "sources": Requirement(None, "events would come from other streams, without guards"),
    "subject_transform": Requirement(None, "events would be stored under another entity's name"),
    "republish": Requirement(None, "confidential events would be sent on to subjects that nobody guards"),
    "first_seq": Requirement(0, "positions would not begin at 1"),
}
"""What an append-only stream must be set to, as JetStream's API spells it. An absent setting counts as its zero
value."""

MODES = {"persist_mode": "default"}
"""Settings whose absence and default are the same."""


async def ensure(nc: Client, replicas: int = 1, *, streams: tuple[Stream, ...] = OURS) -> None:
    """Create the streams that are absent, each with `replicas` copies; what exists is left as it is (see `verify`).

    Waits up to 30 s for JetStream to come up; `Unavailable` with the server's reason when it does not, or refuses.
    """
    for stream in streams:
        wire = Wire(nc, stream.name)
        try:
            await _create(wire, stream, replicas)
        finally:
            await wire.close()


async def awaited(nc: Client, replicas: int = 1, *, streams: tuple[Stream, ...] = OURS) -> None:
    """Wait until the streams are there, which a service by itself never creates, and say once that they are not.

    Raises `UnsafeStream` with every setting at fault, the number of copies among them; `Unavailable`.
    """
    missed = False
    for stream in streams:
        wire = Wire(nc, stream.name)
        try:
            while isinstance(found := await _patiently(wire, f"STREAM.INFO.{stream.name}"), Refusal):
                if found.code != STREAM_NOT_FOUND:
                    raise Unavailable(f"stream {stream.name}: {found.description}", found.code)
                if not missed:
                    missed = True
                    log.warning("waiting for the streams, which `liandong prepare` creates", missing=stream.name)
                await asyncio.sleep(LOOK_EVERY)
        finally:
            await wire.close()
        if unsafe := differences(found["config"], stream, replicas):
            raise UnsafeStream(stream.name, unsafe)


async def verify(nc: Client, stream: Stream = EVENTS, *, replicas: int = 1) -> list[Difference]:
    """Every setting of the stream on the server that makes it unsafe; an empty list when all is well."""
    wire = Wire(nc, stream.name)
    try:
        return differences((await described(wire))["config"], stream, replicas)
    finally:
        await wire.close()


async def described(wire: Wire) -> dict[str, Any]:
    """The stream as the server describes it (`config`, `created`, `state`); patient while JetStream is coming up."""
    answer = await _patiently(wire, f"STREAM.INFO.{wire.stream}")
    if isinstance(answer, Refusal):
        raise Unavailable(f"stream {wire.stream}: {answer.description}", answer.code)
    return answer


def differences(found: Mapping[str, Setting], stream: Stream, replicas: int = 1) -> list[Difference]:
    """Compare a stream's configuration, as the server describes it, with what it has to be."""
    unlike = [
        Difference(setting, required.wanted, found.get(setting), required.why)
        for setting, required in REQUIRED.items()
        if (found.get(setting) or _zero(required.wanted)) not in (required.wanted, MODES.get(setting, required.wanted))
    ]
    if sorted(_texts(found.get("subjects"))) != sorted(stream.subjects):
        why = "events would be refused, or messages that are no events taken"
        unlike.append(Difference("subjects", list(stream.subjects), found.get("subjects"), why))
    if (copies := found.get("num_replicas")) is None or not isinstance(copies, int) or copies < replicas:
        unlike.append(Difference("num_replicas", replicas, copies, "a lost disk would lose events"))
    return unlike


def configuration(stream: Stream, replicas: int = 1) -> dict[str, Setting]:
    """A stream's configuration as JetStream's API takes it."""
    required = {
        setting: requirement.wanted for setting, requirement in REQUIRED.items() if requirement.wanted is not None
    }
    return {**required, "name": stream.name, "subjects": list(stream.subjects), "num_replicas": replicas}


async def _create(wire: Wire, stream: Stream, replicas: int) -> None:
    found = await _patiently(wire, f"STREAM.INFO.{stream.name}")
    if isinstance(found, Refusal) and found.code == STREAM_NOT_FOUND:
        found = await _patiently(wire, f"STREAM.CREATE.{stream.name}", configuration(stream, replicas))
    if isinstance(found, Refusal):
        raise Unavailable(f"stream {stream.name}: {found.description}", found.code)


async def _patiently(wire: Wire, verb: str, request: object = None) -> dict[str, Any] | Refusal:
    """Ask until JetStream answers with something that waiting does not change."""
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            answer = await wire.ask_api(verb, request)
            if not isinstance(answer, Refusal) or answer.code not in COMING_UP or time.monotonic() > until:
                return answer
        except Unavailable:
            if time.monotonic() > until:
                raise
        await asyncio.sleep(LOOK_EVERY)


def _zero(wanted: Setting) -> Setting:
    match wanted:
        case bool():
            return False
        case int():
            return 0
        case _:
            return None


def _texts(found: Setting) -> list[str]:
    return found if isinstance(found, list) else []
