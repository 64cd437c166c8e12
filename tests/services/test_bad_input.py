"""Bad input at the command door: every input is answered with what is wrong, and nothing of it is stored."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from nats.aio.client import Client
from pydantic_core import to_json

from domain.application.commands import File
from domain.messages import Receipt, Refusal
from domain.values import Polygon
from services.commands.client import ANSWER
from services.ledger.log import Log
from tests.domain.examples import example
from tests.services.history import LEAD, MATCH, OFFICIAL, SECTION

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARE = f"cmd.{SECTION}.lead.share"
CROSSED = [[106.5, 29.5], [106.6, 29.6], [106.6, 29.5], [106.5, 29.6], [106.5, 29.5]]
"""A ring like a bow tie."""


def message(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - right or wrong
    """A sound command message, but for `changes`; a change to None takes the field out."""
    sound = {"id": str(uuid4()), "entity": "l1", "official": OFFICIAL, "data": LEAD}
    return {name: value for name, value in (sound | changes).items() if value is not None}


def data(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - right or wrong
    """A sound message whose data are changed."""
    return message(data={name: value for name, value in (LEAD | changes).items() if value is not None})


async def ask(nc: Client, subject: str, body: object) -> Receipt | Refusal:
    raw = body if isinstance(body, bytes) else to_json(body)
    return ANSWER.validate_json((await nc.request(subject, raw, timeout=20)).data)


BAD: dict[str, tuple[str, Any, str, str | None]] = {
    # what is wrong: subject, body, rule, field
    "not JSON": (SHARE, b"hello", "body-not-json", None),
    "no body": (SHARE, b"", "body-not-json", None),
    "half of a JSON": (SHARE, b'{"id": "', "body-not-json", None),
    "not UTF-8": (SHARE, b'{"id": "\xff\xfe"}', "body-not-json", None),
    "half a character": (SHARE, b'{"id": "\\ud800"}', "body-not-json", None),
    "no number": (SHARE, b'{"expected": NaN}', "body-not-json", None),
    "a number of 5,000 digits": (SHARE, b'{"expected": ' + b"9" * 5000 + b"}", "body-not-json", None),
    "nested ten thousand deep": (SHARE, b"[" * 10_000, "body-nested-too-deep", None),
    "a list": (SHARE, b"[]", "body-not-an-object", None),
    "a text": (SHARE, b'"lead"', "body-not-an-object", None),
    "a key twice": (SHARE, b'{"id": 1, "id": 2}', "duplicate-key", None),
    "5 MB": (SHARE, b" " * 5_000_000, "body-too-large", None),
    "unknown command": (f"cmd.{SECTION}.lead.steal", message(), "unknown-command", None),
    "unknown category": (f"cmd.{SECTION}.wish.make", message(), "unknown-command", None),
    "subject too short": (f"cmd.{SECTION}", message(), "bad-subject", None),
    "subject too long": (f"{SHARE}.now", message(), "bad-subject", None),
    "subject in capitals": ("cmd.SECTION.lead.share", message(), "bad-subject", None),
    "unknown field of the message": (SHARE, message(hurry=True), "field-unknown", "hurry"),
    "unknown field of the command": (SHARE, data(colour="red"), "field-unknown", "data.colour"),
    "unknown field within": (SHARE, data(investor={"name": "n", "age": 7}), "field-unknown", "data.investor.age"),
    "no id": (SHARE, message(id=None), "field-missing", "id"),
    "no data": (SHARE, message(data=None), "field-missing", "data"),
    "no summary": (SHARE, data(summary=None), "field-missing", "data.summary"),
    "id no UUID": (SHARE, message(id="seven"), "field-type", "id"),
    "number as text": (SHARE, data(investment="50000000000"), "field-type", "data.investment"),
    "text as number": (SHARE, data(project=7), "field-type", "data.project"),
    "object as list": (SHARE, data(investor=[]), "field-type", "data.investor"),
    "no such day": (SHARE, message(effective="2021-02-30"), "field-type", "effective"),
    "no such industry": (SHARE, data(industry="alchemy"), "field-choice", "data.industry"),
    "below nothing": (SHARE, data(investment=-1), "field-out-of-range", "data.investment"),
    "a blank": (SHARE, data(summary="   "), "field-too-short", "data.summary"),
    "a novel": (SHARE, data(summary="长" * 4001), "field-too-long", "data.summary"),
    "a null character": (SHARE, data(summary="a\0b"), "forbidden-character", "data.summary"),
    "a null character in a code": (
        SHARE,
        data(investor={"name": "n", "credit_code": "\0"}),
        "forbidden-character",
        "data.investor.credit_code",
    ),
    "beyond 64 bits": (SHARE, message(expected=2**64), "number-too-large", "expected"),
    "entity no id": (SHARE, message(entity="L 1"), "field-pattern", "entity"),
    "entity of another shape": (SHARE, message(entity="a--b"), "entity-id-shape", "entity"),
    "unknown organisation": ("cmd.nobody.lead.share", message(), "unknown-organisation", None),
    "unknown official": (SHARE, message(official="张三"), "unknown-official", "official"),
    "wrong role": ("cmd.audit-bureau.lead.share", message(), "role-may-not", None),
    "unknown entity": (
        "cmd.high-tech-committee.lead.claim",
        message(entity="l9", data={"zone": "high-tech-zone", "match": MATCH}),
        "unknown-entity",
        "entity",
    ),
    "check digit": (
        SHARE,
        data(investor={"name": "n", "credit_code": "91500000MA5U000000"}),
        "credit-code",
        "data.investor.credit_code",
    ),
    "a date to come": (SHARE, message(effective="2999-01-01"), "date-not-in-future", "effective"),
    "stale expectation": (SHARE, message(expected=3), "stale-expectation", "expected"),
    "a zone that is not": (
        SHARE,
        data(visibility={"audience": "named-zones", "zones": ["atlantis"]}),
        "unknown-entity",
        None,
    ),
}


@pytest.mark.parametrize("wrong", BAD)
async def test_bad_input_is_refused_with_the_field_or_the_rule_and_nothing_is_stored(
    wrong: str, shared_service: Client, shared_log: Log
) -> None:
    subject, body, rule, field = BAD[wrong]
    before = await shared_log.head()
    answer = await ask(shared_service, subject, body)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field, answer.retry) == (rule, field, False)
    assert answer.clause
    assert all((answer.message.zh, answer.message.en, answer.advice.zh, answer.advice.en))
    assert await shared_log.head() == before
    assert isinstance(await ask(shared_service, SHARE, message(entity=f"l-{uuid4().hex[:8]}")), Receipt)


async def test_a_refusal_names_the_command_it_answers_as_far_as_that_can_be_read(shared_service: Client) -> None:
    sent = data(colour="red")
    answer = await ask(shared_service, SHARE, sent)
    assert str(answer.command) == sent["id"]
    assert answer.correlation == answer.command


async def test_a_boundary_that_crosses_itself_is_refused_in_words(shared_service: Client) -> None:
    sound = example(File)
    polygon = Polygon.model_validate({"type": "Polygon", "coordinates": [CROSSED]})
    file = sound.model_copy(update={"boundary": sound.boundary.model_copy(update={"polygon": polygon})})
    sent = message(entity="high-tech-zone--1", data=file.model_copy(update={"sections": (SECTION,)}))
    answer = await ask(shared_service, "cmd.high-tech-committee.application.file", sent)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field) == ("boundary-valid", "data.boundary.polygon")
    assert "自相交" in answer.message.zh


async def test_a_command_that_nobody_waits_for_is_not_carried_out(shared_service: Client, shared_log: Log) -> None:
    before = await shared_log.head()
    await shared_service.publish(SHARE, to_json(message(entity="unwatched")))
    assert isinstance(await ask(shared_service, SHARE, message(entity="watched")), Receipt)
    assert await shared_log.head() == before + 1


NOT_TO_BE_ANSWERED = (
    "evt.lead.forged",
    "lead.feed.all.finance.l1",
    "cmd.office.lead.share",
    "$JS.API.INFO",
    ">",
    "a.*",
)


async def test_no_answer_goes_where_it_would_be_stored_or_carried_out(shared_service: Client, shared_log: Log) -> None:
    before = await shared_log.head()
    for reply in NOT_TO_BE_ANSWERED:
        await shared_service.publish(SHARE, b"hello", reply=reply)
        await shared_service.publish(SHARE, to_json(message(entity="misled")), reply=reply)
    assert isinstance(await ask(shared_service, SHARE, message(entity="not-misled")), Receipt)
    assert await shared_log.head() == before + 1
