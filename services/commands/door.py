"""The door: from a subject and the bytes of a body to a command, or to the refusal that says what is wrong with them.

Pure: nothing is looked up, nothing stored. Whatever bytes come in, an answer comes out.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import UUID

from pydantic import ValidationError, create_model
from pydantic_core import from_json, to_json

from domain.catalogue import DECIDERS, AnyDecider, command_class
from domain.ids import SINGLE_ID, entity_id_fits
from domain.kernel import COMMANDS, Command, Refused
from domain.messages import LIMIT, CommandMessage, Refusal
from services.commands.refusals import CLAUSE, SHOWN, field_refused, refusal, word_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import JsonValue


LARGEST = 2**63 - 1
"""The largest whole number that every store of ours keeps."""

ALIKE = bytes.maketrans(b"123456789", b"000000000")
LONG_NUMBER = b"0" * len(str(LARGEST))
"""What a number too large looks like when all digits are alike: looking so is ten times as quick as a pattern."""
PARTS = 4


class Request(NamedTuple):
    """A command that the door understood: who asks (`org`), what for, and the digest of its content.

    `content` is the same for every repetition of one command, however its JSON is spelled, and differs for any other.
    """

    org: str
    decider: AnyDecider
    message: CommandMessage
    command: Command
    content: str


def understand(subject: str, body: bytes) -> Request | Refusal:
    """Translate a message on `cmd.<org>.<category>.<command>`; a refusal names the field or the fault, never raises."""
    identified: tuple[UUID | None, UUID | None] = (None, None)
    try:
        org, decider, kind = _addressed(subject)
        _size_fits(body)
        try:
            message = _message_type(kind).__pydantic_validator__.validate_json(body, strict=True)
        except ValidationError as error:
            content = _content(body)
            identified = _identified(content)
            _object_is_sound(content, body)
            raise field_refused(error, kind.name) from None
        identified = (message.id, message.correlation)
        _values_can_be_kept(body)
        entity_id_fits(decider, message.entity)
    except Refused as refused:
        command, correlation = identified
        return refusal(refused, command=command, correlation=correlation or command)
    command_itself = cast("Command", message.data)
    return Request(org, decider, message, command_itself, _digest(org, kind, message))


@lru_cache(maxsize=4096)
def _addressed(subject: str) -> tuple[str, AnyDecider, type[Command]]:
    parts = subject.split(".")
    if len(parts) != PARTS or parts[0] != "cmd" or not all(SINGLE_ID.match(part) for part in parts[1:]):
        raise Refused("bad-subject", clause=CLAUSE, subject=subject[:SHOWN])
    _, org, category, name = parts
    kind = command_class(category, name)
    if kind is None:
        known = [each for each in sorted(COMMANDS) if each.startswith(f"{category}.")] or sorted(DECIDERS)
        raise Refused("unknown-command", clause=CLAUSE, name=f"{category}.{name}"[:SHOWN], known=" | ".join(known))
    return org, DECIDERS[category], kind


def _size_fits(body: bytes) -> None:
    """Documents are attached by digest, so that a command is small. 系统约定 4"""
    if len(body) > LIMIT:
        raise Refused("body-too-large", clause="系统约定 4", size=len(body), limit=LIMIT)


@cache
def _message_type(kind: type[Command]) -> type[CommandMessage]:
    """The message of one command: JSON, envelope and fields are validated in one pass."""
    return create_model(f"{kind.__qualname__}Message", __base__=CommandMessage, data=(kind, ...))


def _content(body: bytes) -> JsonValue:
    """The body as JSON, or a refusal that says where it stops being JSON."""
    try:
        return cast("JsonValue", from_json(body, allow_inf_nan=False))
    except ValueError as error:
        reason = str(error)
        if reason.startswith("recursion limit"):
            raise Refused("body-nested-too-deep", clause=CLAUSE) from None
        raise Refused("body-not-json", clause=CLAUSE, reason=reason[:SHOWN]) from None


def _identified(content: JsonValue) -> tuple[UUID | None, UUID | None]:
    """The command's id and correlation, as far as a refused message states them."""
    fields = content if isinstance(content, dict) else {}
    return _uuid(fields.get("id")), _uuid(fields.get("correlation"))


def _uuid(value: JsonValue) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _object_is_sound(content: JsonValue, body: bytes) -> None:
    if not isinstance(content, dict):
        raise Refused("body-not-an-object", clause=CLAUSE)
    _keys_are_single(body)


def _values_can_be_kept(body: bytes) -> None:
    """No key twice, no null character, no number beyond 64 bits: what JSON allows and a database does not keep."""
    content = _content(body)
    if to_json(content) != body:  # spelled exactly as we would: then no key can stand twice
        _keys_are_single(body)
    if b"\\u0000" in body or LONG_NUMBER in body.translate(ALIKE):
        for path, value in _leaves(content, ()):
            _leaf_can_be_kept(path, value)


def _keys_are_single(body: bytes) -> None:
    json.loads(body.decode(), object_pairs_hook=_single, parse_int=str)


def _single(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if key in found:
            raise Refused("duplicate-key", clause=CLAUSE, key=key[:SHOWN])
        found[key] = value
    return found


def _leaves(value: JsonValue, path: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], JsonValue]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), key
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _leaf_can_be_kept(path: tuple[int | str, ...], value: JsonValue) -> None:
    rule = None
    if isinstance(value, str) and "\0" in value:
        rule = "forbidden-character"
    if isinstance(value, int) and abs(value) > LARGEST:
        rule = "number-too-large"
    if rule is not None:
        where = ".".join(str(part) for part in path)[:SHOWN]
        raise Refused(rule, clause=CLAUSE, field=where, what=word_for(path))


def _digest(org: str, kind: type[Command], message: CommandMessage) -> str:
    """What tells a repetition from another command under one id: all but the sender's expectation and correlation."""
    said = to_json(message, exclude={"id", "expected", "correlation"})
    return blake2b(b"\n".join((org.encode(), kind.name.encode(), said)), digest_size=16).hexdigest()
