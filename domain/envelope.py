"""The envelope of an event: CloudEvents 1.0 in structured JSON, written once and read by one reader for every use.

Views, commands, replay, audit and export all read through `Recorded`, so that no path can forget an upcaster.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha1
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from pydantic import JsonValue, ValidationError
from pydantic_core import from_json, to_json

from domain.kernel import EVENTS, Actor, ActorKind, Event

if TYPE_CHECKING:
    from domain.kernel import Payload

NANOSECONDS = 1_000_000_000
REQUIRED = ("id", "subject", "org", "actor", "actorkind", "effective", "causationid", "correlationid")
"""The texts, besides type and schema, without which nobody could say who did what to what, when and why."""
_required = itemgetter(*REQUIRED)
_day = lru_cache(maxsize=4096)(date.fromisoformat)  # a log holds many events of few days
ACTOR_KINDS = frozenset(kind.value for kind in ActorKind)
LONGEST_VERSION = 6
"""Digits; a longer number is no version of anything."""


class PoisonEvent(Exception):
    """A stored event that this version cannot read: of unknown type or version, or not of its schema. 系统约定 8"""

    def __init__(self, position: int, type_: str, reason: str) -> None:
        """Say where in the log, of what type, and what is wrong (`unknown-type`, `unknown-version`, `invalid`)."""
        super().__init__(f"event at position {position} ({type_}): {reason}")
        self.position, self.type, self.reason = position, type_, reason


class Circumstances(NamedTuple):
    """What is recorded around the events of one decision: `time` is aware, `command` the causing command's id.

    `content` is a digest of that command: it tells a repetition from another command under the same id.
    """

    command: UUID
    correlation: UUID
    actor: Actor
    time: datetime
    effective: date
    rulebook: str | None
    content: str = ""


@lru_cache(maxsize=1024)
def event_id(command: UUID, ordinal: int) -> UUID:
    """The id of a command's `ordinal`-th event, the same for every retry: what `uuid5` gives, in half its time."""
    digest = sha1(command.bytes + str(ordinal).encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)


def seal(event: Event, category: str, entity: str, sequence: int, ordinal: int, around: Circumstances) -> bytes:
    """The stored body of an event: `sequence` is its version in its stream, `ordinal` its place in the batch."""
    command = str(around.command)
    return to_json(
        {
            "specversion": "1.0",
            "id": event_id(around.command, ordinal),
            "source": f"/liandong/{category}",
            "type": event.name,
            "subject": entity,
            "time": around.time.astimezone(UTC),
            "datacontenttype": "application/json",
            "dataschema": event.dataschema,
            "sequence": sequence,
            "org": around.actor.org,
            "actor": around.actor.name,
            "actorkind": around.actor.kind,
            "effective": around.effective,
            "causationid": command,
            "correlationid": command if around.correlation is around.command else str(around.correlation),
            **({"causationdigest": around.content} if around.content else {}),
            **({"rulebook": around.rulebook} if around.rulebook else {}),
            "data": event,
        }
    )


@dataclass(frozen=True, init=False)
class Recorded:
    """An event as it stands in the log: position, the log's own clock (`recorded_ns` since the epoch), envelope."""

    position: int
    recorded_ns: int
    attributes: Payload

    @classmethod
    def read(cls, position: int, recorded_ns: int, body: bytes) -> Recorded:
        """Open a stored body. Raises `PoisonEvent` for what is no event, or whose type or version is unknown here."""
        try:
            attributes = from_json(body, cache_strings="keys")
        except ValueError as error:
            raise PoisonEvent(position, "?", "invalid") from error
        if not isinstance(attributes, dict):
            raise PoisonEvent(position, "?", "invalid")
        recorded = cls(position, recorded_ns, attributes)
        kind = EVENTS.get(recorded.type)
        if kind is None:
            raise PoisonEvent(position, recorded.type or "?", "unknown-type")
        if attributes.get("dataschema") != kind.dataschema and not 1 <= recorded.schema_version <= kind.version:
            raise PoisonEvent(position, kind.name, "unknown-version")
        if not _is_complete(attributes):
            raise PoisonEvent(position, kind.name, "invalid")
        return recorded

    def __init__(self, position: int, recorded_ns: int, attributes: Payload) -> None:
        # In one step: a frozen dataclass's own way sets each attribute by a call.
        self.__dict__.update(position=position, recorded_ns=recorded_ns, attributes=attributes)

    def text(self, attribute: str) -> str:
        """One attribute of the envelope as text; "" where it is absent."""
        value = self.attributes.get(attribute)
        return value if isinstance(value, str) else ""

    @property
    def id(self) -> str:
        """The event's id."""
        return self.text("id")

    @property
    def type(self) -> str:
        """The event's stored name."""
        return self.text("type")

    @property
    def category(self) -> str:
        """The aggregate's category: the stored name up to its first dot."""
        return self.type.partition(".")[0]

    @property
    def entity(self) -> str:
        """The id of the entity the event belongs to."""
        return self.text("subject")

    @property
    def sequence(self) -> int:
        """The version of the entity's stream that this event makes, from 1."""
        value = self.attributes.get("sequence")
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    @property
    def schema_version(self) -> int:
        """The version of the schema that the payload was stored under; 0 where it cannot be read."""
        version = self.text("dataschema").rpartition(":")[2]
        return int(version) if version.isascii() and version.isdigit() and len(version) <= LONGEST_VERSION else 0

    @property
    def org(self) -> str:
        """The organisation that acted."""
        return self.text("org")

    @property
    def actor(self) -> str:
        """The official, or the robot, that acted."""
        return self.text("actor")

    @property
    def actor_kind(self) -> ActorKind:
        """Person or robot."""
        return ActorKind(self.text("actorkind"))

    @property
    def correction(self) -> int | None:
        """The position of the correction that this event was read through (see `domain.corrections`), if any."""
        return self.attributes.get("correction")  # type: ignore[return-value] # set by `as_corrected` alone

    @property
    def command(self) -> str:
        """The id of the command that caused the event."""
        return self.text("causationid")

    @property
    def command_content(self) -> str:
        """The digest of that command; "" where none was recorded."""
        return self.text("causationdigest")

    @property
    def correlation(self) -> str:
        """The id that joins command, events and rows of one concern."""
        return self.text("correlationid")

    @property
    def rulebook(self) -> str | None:
        """The version of the rulebook that the decision was taken under."""
        return self.text("rulebook") or None

    @property
    def effective(self) -> date:
        """The legal date."""
        return _day(self.text("effective"))

    @property
    def recorded(self) -> datetime:
        """When the log took the event, by the log's own clock, in UTC."""
        return datetime.fromtimestamp(self.recorded_ns / NANOSECONDS, UTC)

    @property
    def event(self) -> Event:
        """The payload as an event of today's schema, through every upcaster; `PoisonEvent` if it does not fit."""
        # Kept by hand: up to Python 3.11 `cached_property` takes a lock, which costs as much as reading the event.
        kept: Event | None = self.__dict__.get("_event")
        if kept is None:
            kept = self.__dict__["_event"] = self._read()
        return kept

    def _read(self) -> Event:
        kind = EVENTS[self.type]
        payload = self.attributes.get("data")
        try:
            if self.attributes["dataschema"] != kind.dataschema:
                payload = _upcast(payload, kind, self.schema_version)
            event: Event = kind.__pydantic_validator__.validate_python(payload)  # model_validate without its wrapping
            return event
        except (ValidationError, AssertionError, LookupError, TypeError, ValueError) as error:
            raise PoisonEvent(self.position, self.type, "invalid") from error


def _upcast(payload: JsonValue, kind: type[Event], version: int) -> Payload:
    """A payload of an older version, one version at a time, as one of today's."""
    assert isinstance(payload, dict)
    for older in range(version, kind.version):
        payload = kind.upcasters[older](payload)
    return payload


def _is_complete(attributes: Payload) -> bool:
    """Whether an envelope says who did what to what, and when, in a form that can be read."""
    try:
        texts = _required(attributes)
        if not all(texts) or set(map(type, texts)) != {str}:
            return False
        _day(attributes["effective"])  # type: ignore[arg-type] # REQUIRED: it is a text
    except (LookupError, ValueError):
        return False
    sequence = attributes.get("sequence")
    return type(sequence) is int and sequence > 0 and attributes["actorkind"] in ACTOR_KINDS
