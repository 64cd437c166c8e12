"""The records of the `eventsourcing` package as messages: a line of JSON that says what it is, then the state as given.

A body stands for itself: from the message alone the record can be told, whatever its subject or headers were. The state
follows the line unchanged (it may be compressed or encrypted), so nothing is escaped or encoded twice.
"""

import hashlib
import re
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from eventsourcing.persistence import DataError, StoredEvent

LONGEST_TOKEN = 120
_PLAIN = re.compile(rb"[A-Za-z0-9_-]")


class Record(NamedTuple):
    """One message's body, read: the facts of its first line and the bytes after it."""

    facts: dict[str, Any]
    state: bytes


def token(text: str) -> str:
    """Name any text by one token of a NATS subject: letters, digits, `_` and `-` stay, other bytes become `=XX`.

    Two texts never share a token. A text whose token would be longer than LONGEST_TOKEN is named by its SHA-256.
    """
    plain = "".join(chr(byte) if _PLAIN.match(bytes([byte])) else f"={byte:02X}" for byte in text.encode())
    if not plain:
        return "="
    if len(plain) > LONGEST_TOKEN:
        return f"=={hashlib.sha256(text.encode()).hexdigest()}"
    return plain


def encode(facts: dict[str, Any], state: bytes) -> bytes:
    """Make a body of facts (what orjson can write) and state. Raises DataError for facts that are no JSON."""
    try:
        return orjson.dumps(facts) + b"\n" + state
    except TypeError as error:
        raise DataError(f"this record cannot be written as a message: {error}") from error


def decode(body: bytes, position: int) -> Record:
    """Read a body. Raises DataError, naming the position, where the message is none of ours."""
    line, newline, state = body.partition(b"\n")
    try:
        facts = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise DataError(f"the message at position {position} is no record of this application: {error}") from error
    if not newline or not isinstance(facts, dict):
        raise DataError(f"the message at position {position} is no record of this application")
    return Record(facts, state)


def event_facts(event: StoredEvent) -> dict[str, Any]:
    """Return the facts of a stored event; its state goes beside them."""
    kind = "uuid" if isinstance(event.originator_id, UUID) else "text"
    return {kind: str(event.originator_id), "version": event.originator_version, "topic": event.topic}


def originator(facts: dict[str, Any]) -> UUID | str:
    """Return the id of the aggregate, a UUID or a text as it was given."""
    return UUID(facts["uuid"]) if "uuid" in facts else str(facts["text"])


def decode_event(record: Record) -> StoredEvent:
    """Read a stored event back, equal to the one that was written."""
    facts = record.facts
    return StoredEvent(
        originator_id=originator(facts),
        originator_version=facts["version"],
        topic=facts["topic"],
        state=record.state,
    )
