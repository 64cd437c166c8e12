"""No input goes unanswered, and none kills the worker."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from domain.kernel import COMMANDS
from domain.messages import Receipt, Refusal
from services.commands.client import ANSWER
from tests.domain.generated import drawn
from tests.services.history import LEAD, OFFICIAL, SECTION

if TYPE_CHECKING:
    from nats.aio.client import Client

pytestmark = pytest.mark.asyncio(loop_scope="module")

ORGS = ("office", SECTION, "high-tech-committee", "audit-bureau", "nobody", "office--x", "OFFICE")
ENTITIES = ("l1", "office", "review-rules", "high-tech-zone", "high-tech-zone--1", "2021--high-tech-zone", "2021", "")
WORDS = st.text(max_size=20) | st.sampled_from(["", "\0", "2021-02-30", "1e400", "{0}", "%s", "'; --"])
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)
TOKENS = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
SUBJECTS = st.builds("cmd.{}.{}".format, st.sampled_from(ORGS), st.sampled_from(sorted(COMMANDS))) | st.lists(
    TOKENS, min_size=1, max_size=6
).map(lambda tokens: ".".join(["cmd", *tokens]))
MANY = settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # the inputs are small already
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def commands(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A command of its schema, sent by anybody about anything."""
    name = draw(st.sampled_from(sorted(COMMANDS)))
    data = drawn(COMMANDS[name], Random(draw(st.integers(0, 10**6)))).model_dump(mode="json")
    message = {
        "id": str(uuid4()),
        "entity": draw(st.sampled_from(ENTITIES)),
        "official": OFFICIAL,
        "kind": draw(st.sampled_from(["person", "robot"])),
        "effective": draw(st.sampled_from([None, "2021-11-02", "2030-01-01"])),
        "expected": draw(st.sampled_from([None, 0, 1, 2**63])),
        "data": data,
    }
    return f"cmd.{draw(st.sampled_from(ORGS))}.{name}", message


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A command of its schema of which one part, however deep, is replaced, taken out or doubled."""
    subject, message = draw(commands())
    message = from_json(to_json(message))
    part: Any = message
    while isinstance(part, dict | list) and part:
        key = draw(st.sampled_from(sorted(part))) if isinstance(part, dict) else draw(st.integers(0, len(part) - 1))
        if not isinstance(part[key], dict | list) or not part[key] or draw(st.booleans()):
            match draw(st.sampled_from(["replace", "remove", "add"])):
                case "remove":
                    del part[key]
                case "add" if isinstance(part, dict):
                    part[draw(WORDS)] = draw(JSONS)
                case _:
                    part[key] = draw(JSONS)
            break
        part = part[key]
    return subject, message


async def is_answered(nc: Client, inputs: list[tuple[str, bytes]]) -> None:
    """Every input gets a typed answer, and so does a sound command afterwards."""
    replies = await asyncio.gather(*(nc.request(subject, body, timeout=20) for subject, body in inputs))
    for reply in replies:
        answer = ANSWER.validate_json(reply.data)
        assert answer.outcome in {"accepted", "refused"}
        if isinstance(answer, Refusal):
            assert answer.rule != "internal-error"
            assert all((answer.clause, answer.message.zh, answer.message.en, answer.advice.zh, answer.advice.en))
    sound = {"id": str(uuid4()), "entity": f"l-{uuid4().hex}", "official": OFFICIAL, "data": LEAD}
    reply = await nc.request(f"cmd.{SECTION}.lead.share", to_json(sound), timeout=20)
    assert isinstance(ANSWER.validate_json(reply.data), Receipt)


@MANY
@given(inputs=st.lists(st.tuples(SUBJECTS, st.binary(max_size=200)), min_size=1, max_size=20))
async def test_any_bytes_on_any_subject_are_answered(shared_service: Client, inputs: list[tuple[str, bytes]]) -> None:
    await is_answered(shared_service, inputs)


@MANY
@given(inputs=st.lists(st.tuples(SUBJECTS, JSONS), min_size=1, max_size=20))
async def test_any_json_is_answered(shared_service: Client, inputs: list[tuple[str, Any]]) -> None:
    await is_answered(shared_service, [(subject, to_json(body)) for subject, body in inputs])


@MANY
@given(inputs=st.lists(commands(), min_size=1, max_size=20))
async def test_any_command_of_its_schema_is_answered(
    shared_service: Client, inputs: list[tuple[str, dict[str, Any]]]
) -> None:
    await is_answered(shared_service, [(subject, to_json(body)) for subject, body in inputs])


@MANY
@given(inputs=st.lists(mutated(), min_size=1, max_size=20))
async def test_any_mutation_of_a_command_is_answered(
    shared_service: Client, inputs: list[tuple[str, dict[str, Any]]]
) -> None:
    await is_answered(shared_service, [(subject, to_json(body)) for subject, body in inputs])
