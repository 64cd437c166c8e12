"""Any view over NATS: each organisation with its own rights, by either clock, page by page; every question answered."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nats.errors import NoRespondersError
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json
from sqlalchemy import create_engine

from domain.lead_values import Audience, Visibility
from domain.messages import Receipt, Refusal
from domain.values import Industry
from projections.catalogue import PROJECTIONS
from services.audit.main import run as audit
from services.projector.main import run as projector
from services.projector.reading import Views
from services.queries.answers import Queries
from services.queries.main import run as queries
from services.queries.questions import Reply, RowsAnswer
from services.queries.reasons import Reply as WhyReply
from services.queries.reasons import WhyAnswer
from tests.services.conftest import running
from tests.services.history import AUDITOR, LEAD, OFFICE, OFFICIAL, PLAN_DAY, SECTION, ZONES, happened, shared

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from nats.aio.client import Client

    from services.commands.client import CommandClient
    from services.ledger.log import Log
    from services.settings import Settings

REPLY: TypeAdapter[RowsAnswer | Refusal] = TypeAdapter(Reply)
WHY: TypeAdapter[WhyAnswer | Refusal] = TypeAdapter(WhyReply)
MINE, OTHER = ZONES["high-tech-zone"], ZONES["economic-zone"]
NAMED = Visibility(audience=Audience.ZONES, zones=("economic-zone",))
LATER = date(2022, 3, 1)


@pytest.fixture
async def asking(world: Log, base: Settings) -> AsyncIterator[None]:
    """A query service beside a projector and the audit service, on a log with four leads."""
    for number in range(1, 4):
        await happened(world, "lead", f"lead-{number}", shared())
    await happened(world, "lead", "lead-4", shared(NAMED, Industry.FINANCE), on=LATER)
    async with running(base, projector), running(base, audit), running(base, queries):
        yield


async def raw(nc: Client, subject: str, body: bytes) -> bytes:
    """The answer; waits for the service to come up, and not longer."""
    async with asyncio.timeout(30):
        while True:
            try:
                return (await nc.request(subject, body, timeout=20)).data
            except NoRespondersError:
                await asyncio.sleep(0.05)


async def ask(nc: Client, org: str, view: str, **question: Any) -> RowsAnswer | Refusal:  # noqa: ANN401 - as JSON
    return REPLY.validate_json(await raw(nc, f"qry.{org}.{view}", to_json(question)))


async def rows(nc: Client, log: Log, org: str, view: str, **question: Any) -> RowsAnswer:  # noqa: ANN401 - as JSON
    """The rows once the view has taken all that has happened."""
    answer = await ask(nc, org, view, **{"at_least": await log.head(), **question})
    assert isinstance(answer, RowsAnswer), answer
    return answer


def leads(answer: RowsAnswer) -> list[object]:
    return [row["lead"] for row in answer.rows]


async def test_each_organisation_sees_of_the_exchange_what_it_may(nc: Client, world: Log, asking: None) -> None:
    everything = ["lead-1", "lead-2", "lead-3", "lead-4"]
    for org, expected in ((OFFICE, everything), (AUDITOR, everything), (OTHER, everything), (MINE, everything[:3])):
        answer = await rows(nc, world, org, "lead-exchange")
        assert (org, leads(answer)) == (org, expected)
        exact = {row["investment"] for row in answer.rows}
        assert exact == ({50_000_000_000} if org in {OFFICE, AUDITOR} else {None})
        assert answer.withheld == (
            () if org in {OFFICE, AUDITOR} else ("project", "investment", "output", "tax", "zones")
        )


async def test_every_view_answers_every_organisation(nc: Client, world: Log, asking: None) -> None:
    for view in PROJECTIONS:
        whole = len((await rows(nc, world, AUDITOR, view)).rows)
        for org in (OFFICE, SECTION, MINE):
            answer = await rows(nc, world, org, view)
            assert len(answer.rows) <= whole
            assert (answer.view, answer.status, answer.next) == (view, "live", None)


async def test_an_inbox_lists_what_waits_for_whoever_asks(nc: Client, world: Log, asking: None) -> None:
    answer = await rows(nc, world, OFFICE, "inbox", columns=["command", "entity", "since"])
    assert answer.rows[0] == {"command": "lead.assess", "entity": "lead-1", "since": PLAN_DAY.isoformat()}
    assert (await rows(nc, world, MINE, "inbox")).rows == ()


async def test_a_question_says_how_fresh_its_rows_are(nc: Client, world: Log, asking: None) -> None:
    head = await world.head()
    answer = await rows(nc, world, OFFICE, "zone-register")
    assert (answer.position, answer.lag, answer.stale) == (head, 0, False)
    refused = await ask(nc, OFFICE, "zone-register", at_least=head + 1)
    assert isinstance(refused, Refusal)
    assert (refused.rule, refused.retry) == ("view-behind", True)


@pytest.mark.parametrize("clock", [{}, {"as_of": "2100-01-01"}, {"known_at": datetime.now(UTC).isoformat()}])
async def test_pages_follow_one_another_by_either_clock(
    nc: Client, world: Log, asking: None, clock: dict[str, str]
) -> None:
    clock = {key: datetime.now(UTC).isoformat() if key == "known_at" else value for key, value in clock.items()}
    question: dict[str, Any] = {"sort": ["-since"], "limit": 1, **clock}
    found: list[object] = []
    while True:
        page = await rows(nc, world, OFFICE, "lead-exchange", **question)
        found += leads(page)
        if page.next is None:
            break
        question["after"] = page.next
    assert found == ["lead-4", "lead-1", "lead-2", "lead-3"]


async def test_what_was_in_force_or_known_is_answered_with_the_rights_of_today(
    nc: Client, world: Log, asking: None
) -> None:
    assert leads(await rows(nc, world, OTHER, "lead-exchange", as_of="2022-01-01")) == ["lead-1", "lead-2", "lead-3"]
    assert leads(await rows(nc, world, OTHER, "lead-exchange", known_at="2021-01-01T00:00:00Z")) == []
    before = await rows(nc, world, MINE, "lead-exchange", as_of="2022-12-31")
    assert leads(before) == ["lead-1", "lead-2", "lead-3"]
    assert {row["investment"] for row in before.rows} == {None}


async def test_a_question_to_the_audit_is_answered_by_the_audit_alone(nc: Client, world: Log, asking: None) -> None:
    body = to_json({"view": "zone-register"})
    for _ in range(20):
        answer = from_json(await raw(nc, f"qry.{AUDITOR}.audit-view", body))
        assert answer["outcome"] == "view"


@pytest.mark.parametrize(
    ("subject", "body", "rule", "field"),
    [
        ("qry.office.nonsense", b"{}", "unknown-view", "view"),
        ("qry.office.lead-exchange.more", b"{}", "unknown-query", None),
        ("qry.office", b"{}", "unknown-query", None),
        ("qry.Office.lead-exchange", b"{}", "unknown-query", None),
        ("qry.nobody.lead-exchange", b"{}", "unknown-organisation", None),
        ("qry.office.lead-exchange", b"{", "body-not-json", None),
        ("qry.office.lead-exchange", b"\xff", "body-not-json", None),
        ("qry.office.lead-exchange", b"[]", "field-type", ""),
        ("qry.office.lead-exchange", b'{"limit": 1001}', "field-out-of-range", "limit"),
        ("qry.office.lead-exchange", b'{"colour": "red"}', "field-unknown", "colour"),
        ("qry.office.lead-exchange", b'{"table": "view_state"}', "unknown-table", "table"),
        ("qry.office.lead-exchange", b'{"columns": ["colour"]}', "unknown-column", "columns.0"),
        ("qry.office.lead-exchange", b'{"sort": ["zones"]}', "unsortable-column", "sort.0"),
        ("qry.office.lead-exchange", b'{"after": "x"}', "bad-cursor", "after"),
        (
            "qry.office.lead-exchange",
            b'{"where": [{"column": "land", "op": "is", "value": 1}]}',
            "field-choice",
            "where.0.op",
        ),
        ("qry.office.lead-exchange", b'{"known_at": "2021-11-02T00:00:00"}', "field-value", "known_at"),
    ],
)
async def test_a_bad_question_is_refused_with_what_where_and_the_remedy(
    nc: Client, world: Log, asking: None, subject: str, body: bytes, rule: str, field: str | None
) -> None:
    answer = REPLY.validate_json(await raw(nc, subject, body))
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field) == (rule, field)
    assert all((answer.message.zh, answer.message.en, answer.advice.zh, answer.advice.en))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "table",
                    "where",
                    "sort",
                    "limit",
                    "after",
                    "as_of",
                    "column",
                    "op",
                    "value",
                    "columns",
                    "row",
                    "lead",
                    "field",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
CONDITION = st.fixed_dictionaries(
    {
        "column": st.sampled_from(["lead", "investment", "land", "since", "major", "zones", "position", "nothing"]),
        "op": st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "contains", "in"]),
        "value": JSON,
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=40)
    | JSON.map(to_json)
    | st.lists(CONDITION, max_size=2).map(lambda c: to_json({"where": c}))
)
async def test_whatever_is_asked_there_is_a_typed_answer_and_never_an_accident(
    nc: Client, world: Log, asking: None, body: bytes
) -> None:
    why = WHY.validate_json(await raw(nc, f"why.{OTHER}.lead-exchange", body))
    assert isinstance(why, WhyAnswer) or why.rule != "internal-error"
    answer = REPLY.validate_json(await raw(nc, f"qry.{OTHER}.lead-exchange", body))
    assert isinstance(answer, RowsAnswer) or answer.rule != "internal-error"


async def test_an_answer_larger_than_a_message_comes_in_pages(
    nc: Client, world: Log, asking: None, base: Settings
) -> None:
    await rows(nc, world, OFFICE, "lead-exchange")
    small = Queries(world, Views(create_engine(base.views_url)), room=3000)
    found: list[object] = []
    question: dict[str, Any] = {}
    while True:
        written = await small.answer("qry.office.lead-exchange", to_json(question))
        assert len(written) <= 3000
        page = REPLY.validate_json(written)
        assert isinstance(page, RowsAnswer)
        found += leads(page)
        if page.next is None:
            break
        question["after"] = page.next
    assert found == ["lead-1", "lead-2", "lead-3", "lead-4"]


async def test_a_row_larger_than_a_message_is_refused_and_its_columns_can_be_asked_for(
    nc: Client, world: Log, asking: None, base: Settings
) -> None:
    await rows(nc, world, OFFICE, "lead-exchange")
    tiny = Queries(world, Views(create_engine(base.views_url)), room=1500)
    refused = REPLY.validate_json(await tiny.answer("qry.office.lead-exchange", b""))
    assert isinstance(refused, Refusal)
    assert (refused.rule, refused.field) == ("row-too-large", "columns")
    assert "lead-1" in refused.message.zh
    answer = REPLY.validate_json(await tiny.answer("qry.office.lead-exchange", b'{"columns": ["lead"]}'))
    assert isinstance(answer, RowsAnswer)


async def test_a_database_that_cannot_be_read_is_said_to_be_so(world: Log, base: Settings) -> None:
    away = Views(create_engine(f"sqlite:///{base.data / 'no-such-folder' / 'views.sqlite'}"))
    answer = REPLY.validate_json(await Queries(world, away, 10_000).answer("qry.office.inbox", b""))
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.retry) == ("views-unreadable", True)


async def test_no_answer_is_written_where_it_would_be_stored(nc: Client, world: Log, asking: None) -> None:
    await rows(nc, world, OFFICE, "zone-register")
    head = await world.head()
    await nc.publish("qry.office.zone-register", b"{}", reply="evt.zone.high-tech-zone")
    await rows(nc, world, OFFICE, "zone-register")
    assert await world.head() == head


async def why(nc: Client, org: str, view: str, **question: Any) -> WhyAnswer | Refusal:  # noqa: ANN401 - as JSON
    return WHY.validate_json(await raw(nc, f"why.{org}.{view}", to_json(question)))


async def test_why_a_field_is_so_is_told_with_whoever_did_it_and_whoever_corrected_it(
    nc: Client, world: Log, base: Settings, client: CommandClient
) -> None:
    receipt = await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    assert isinstance(receipt, Receipt)
    blank = dict.fromkeys(("land", "energy", "environment", "output", "tax", "location", "help"))
    right = {**blank, **LEAD, "reporter": SECTION, "investment": 60_000_000_000}
    request = {"corrects": receipt.events[0], "data": right, "reason": "录入有误"}
    corrected = await client.send(SECTION, "lead", "correct-record", "l1", request, official=OFFICIAL)
    assert isinstance(corrected, Receipt)
    async with running(base, projector), running(base, queries):
        answer = await why(nc, OFFICE, "lead-ledger", row={"lead": "l1"}, field="investment")
        assert isinstance(answer, WhyAnswer), answer
        (step,) = answer.steps
        assert [(each.before, each.after) for each in step.changes] == [(None, 60_000_000_000)]
        assert (step.event, step.type, step.org, step.actor) == (
            str(receipt.events[0]),
            "lead.shared",
            SECTION,
            OFFICIAL,
        )
        assert step.correction is not None
        assert (step.correction.position, step.correction.reason) == (corrected.position, "录入有误")
        before = step.correction.recorded - timedelta(microseconds=1)
        then = await why(nc, OFFICE, "lead-ledger", row={"lead": "l1"}, field="investment", known_at=before)
        assert isinstance(then, WhyAnswer)
        assert (then.steps[0].correction, then.steps[0].changes[0].after) == (None, 50_000_000_000)


async def test_why_is_told_to_whoever_sees_the_row_and_as_far_as_it_sees_it(
    nc: Client, world: Log, asking: None
) -> None:
    refused = await why(nc, MINE, "lead-exchange", row={"lead": "lead-4"})
    assert isinstance(refused, Refusal)
    nowhere = await why(nc, MINE, "lead-exchange", row={"lead": "lead-9"})
    assert isinstance(nowhere, Refusal)
    assert {refused.rule, nowhere.rule} == {"no-such-row"}
    told = await why(nc, OTHER, "lead-exchange", row={"lead": "lead-4"})
    assert isinstance(told, WhyAnswer)
    assert not {"investment", "project"} & {each.column for step in told.steps for each in step.changes}
    assert told.row is not None
    assert (told.row["investment"], told.row["investment_range"]) == (None, "5-10")


@pytest.mark.parametrize(
    ("subject", "body", "rule", "field"),
    [
        ("why.office.nonsense", b'{"row": {}}', "unknown-view", "view"),
        ("why.office", b"{}", "unknown-query", None),
        ("why.office.lead-ledger", b"", "field-missing", "row"),
        ("why.office.lead-ledger", b'{"row": {"zone": "x"}}', "key-of-view", "row"),
        ("why.office.scorecards", b'{"row": {"zone": "x", "year": "x"}}', "value-of-column", "row"),
        ("why.office.lead-ledger", b'{"row": {"lead": "lead-1"}, "field": "colour"}', "unknown-column", "field"),
        ("why.office.lead-ledger", b'{"row": {"lead": "lead-1"}, "table": "colours"}', "unknown-table", "table"),
        ("why.nobody.lead-ledger", b'{"row": {"lead": "lead-1"}}', "unknown-organisation", None),
    ],
)
async def test_a_bad_question_why_is_refused_with_what_where_and_the_remedy(
    nc: Client, world: Log, asking: None, subject: str, body: bytes, rule: str, field: str | None
) -> None:
    answer = WHY.validate_json(await raw(nc, subject, body))
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field) == (rule, field)
    assert all((answer.message.zh, answer.message.en, answer.advice.zh, answer.advice.en))


async def test_the_service_runs_alone_and_ends_when_it_is_told_to(nc: Client, world: Log, base: Settings) -> None:
    command = [sys.executable, "-m", "services.queries"]
    environment = {**os.environ, **base.environment()}
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.DEVNULL)
    try:
        async with running(base, projector):
            answer = await rows(nc, world, OFFICE, "organisations")
            assert OFFICE in {row["org"] for row in answer.rows}
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0
    finally:
        if process.returncode is None:
            process.kill()
