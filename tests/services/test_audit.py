"""Audit: the timeline by either clock, views as of a date, for auditors and the office; an export that resumes."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from domain.envelope import PoisonEvent
from domain.messages import Refusal
from services.audit.export import NotAnExport, export
from services.audit.main import run as audit
from services.audit.questions import Reply, TimelineAnswer, ViewAnswer
from services.audit.timeline import timeline
from services.ledger.log import Entry
from services.projector.main import run as projector
from tests.services.conftest import running
from tests.services.history import AUDITOR, OFFICE, PLAN_DAY, SECTION, ZONES, happened, shared

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from nats.aio.client import Client

    from services.ledger.log import Log
    from services.settings import Settings

REPLY: TypeAdapter[TimelineAnswer | ViewAnswer | Refusal] = TypeAdapter(Reply)
TIMELINE, VIEW = f"qry.{AUDITOR}.audit-timeline", f"qry.{AUDITOR}.audit-view"
PLATFORM = {"category": "zone", "entity": "high-tech-zone"}


@pytest.fixture
async def auditing(world: Log, base: Settings) -> AsyncIterator[None]:
    """An audit service beside a projector."""
    async with running(base, projector), running(base, audit):
        yield


async def ask(nc: Client, subject: str, question: object) -> TimelineAnswer | ViewAnswer | Refusal:
    body = question if isinstance(question, bytes) else to_json(question)
    async with asyncio.timeout(20):
        while True:
            try:
                return REPLY.validate_json((await nc.request(subject, body, timeout=10)).data)
            except Exception as error:
                if type(error).__name__ != "NoRespondersError":
                    raise
                await asyncio.sleep(0.05)


async def test_the_timeline_says_who_did_what_when_in_both_languages(auditing: None, nc: Client) -> None:
    answer = await ask(nc, TIMELINE, PLATFORM)
    assert isinstance(answer, TimelineAnswer)
    assert [moment.type for moment in answer.moments] == ["zone.established", "zone.construction-plan-filed"]
    first = answer.moments[0]
    assert (first.version, first.org, first.effective, first.data["body"]) == (
        1,
        OFFICE,
        PLAN_DAY,
        "high-tech-committee",
    )
    assert first.name.zh != first.name.en


async def test_by_its_two_clocks_a_timeline_shows_less(world: Log) -> None:
    whole = await timeline(world, "zone", "high-tech-zone")
    assert await timeline(world, "zone", "high-tech-zone", as_of=PLAN_DAY - timedelta(days=1)) == []
    assert await timeline(world, "zone", "high-tech-zone", known_at=datetime(2020, 1, 1, tzinfo=UTC)) == []
    assert await timeline(world, "zone", "high-tech-zone", as_of=PLAN_DAY, known_at=whole[-1].recorded) == whole


async def test_a_view_is_shown_live_and_as_of_a_legal_date(auditing: None, world: Log, nc: Client) -> None:
    async with asyncio.timeout(20):
        while True:
            live = await ask(nc, VIEW, {"view": "zone-register"})
            assert isinstance(live, ViewAnswer)
            if live.position == await world.head():
                break
            await asyncio.sleep(0.05)
    assert len(live.rows) == len(ZONES)
    then = await ask(nc, VIEW, {"view": "zone-register", "as_of": PLAN_DAY.isoformat()})
    before = await ask(nc, VIEW, {"view": "zone-register", "as_of": "2021-04-12"})
    assert isinstance(then, ViewAnswer)
    assert isinstance(before, ViewAnswer)
    assert (then.rows, before.rows) == (live.rows, ())


@pytest.mark.parametrize("org", [SECTION, "high-tech-committee", "nobody"])
async def test_nobody_but_auditors_and_the_office_may_ask(auditing: None, nc: Client, org: str) -> None:
    answer = await ask(nc, f"qry.{org}.audit-timeline", PLATFORM)
    assert isinstance(answer, Refusal)
    assert answer.rule in {"query-role-may-not", "unknown-organisation"}
    assert isinstance(await ask(nc, f"qry.{OFFICE}.audit-timeline", PLATFORM), TimelineAnswer)


@pytest.mark.parametrize(
    ("question", "rule", "field"),
    [
        (b"?", "body-not-json", None),
        ({}, "field-missing", "view"),
        ({"view": "zone-register", "hurry": 1}, "field-unknown", "hurry"),
        ({"view": "wishes"}, "unknown-view", "view"),
        ({"view": "zone-register", "where": {"colour": "red"}, "as_of": "2021-11-02"}, "unknown-column", "where"),
        ({"view": "zone-register", "limit": 10**6}, "field-out-of-range", "limit"),
        ({"view": "zone-register", "known_at": "2021-11-02T00:00:00"}, "field-value", "known_at"),
    ],
)
async def test_a_wrong_question_is_refused_with_its_field(
    auditing: None, nc: Client, question: object, rule: str, field: str | None
) -> None:
    answer = await ask(nc, VIEW, question)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field) == (rule, field)


async def test_an_export_is_every_event_in_order_with_position_and_time(world: Log, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    assert await export(world, file) == await world.head()
    lines = [from_json(line) for line in file.read_bytes().splitlines()]
    assert [line["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(datetime.fromisoformat(line["recordedtime"][:26] + "+00:00") <= datetime.now(UTC) for line in lines)
    async for batch in world.pull():
        assert [from_json(stored.body).items() <= line.items() for stored, line in zip(batch, lines, strict=True)]


@pytest.mark.parametrize("lost", [0, 1, 700, 10**6])
async def test_an_export_that_was_cut_short_is_taken_up_behind_its_last_whole_line(
    world: Log, tmp_path: Path, lost: int
) -> None:
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    await export(world, whole)
    content = whole.read_bytes()
    cut.write_bytes(content[: max(0, len(content) - lost)])
    await export(world, cut)
    assert cut.read_bytes() == content
    await happened(world, "lead", "l1", shared())
    assert await export(world, cut) == 1


UNREADABLE = {
    "unknown-type": b'"type":"zone.renamed"',
    "unknown-version": b'"dataschema":"urn:liandong:zone.established:9"',
    "invalid": b'"body":7',
}
"""What is wrong with the event, each by what stands in the place of what was right."""


@pytest.mark.parametrize(
    "content",
    [
        b"minutes of the plenary",
        b"minutes of the plenary\n",
        b'{"position": 3}\n',
        b'{"position": "three", "id": "x"}\n',
        b'{"position": 99999999, "id": "x"}\n',
        b'{"position": 0, "id": "x"}\n',
        b"[1, 2]\n",
        b"\xff\xfe",
    ],
)
async def test_a_file_that_holds_something_else_is_no_place_for_an_export_and_keeps_what_it_holds(
    world: Log, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "minutes.txt"
    file.write_bytes(content)
    with pytest.raises(NotAnExport):
        await export(world, file)
    assert file.read_bytes() == content


async def test_the_export_of_another_log_is_not_gone_on_with(world: Log, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    await export(world, file, until=2)
    first, second = file.read_bytes().splitlines()
    other = to_json(from_json(second) | {"id": "00000000-0000-0000-0000-000000000000"})
    file.write_bytes(first + b"\n" + other + b"\n")
    with pytest.raises(NotAnExport):
        await export(world, file)
    assert file.read_bytes() == first + b"\n" + other + b"\n"


async def test_two_exports_do_not_write_one_file_at_the_same_time(world: Log, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    outcomes = await asyncio.gather(export(world, file), export(world, file), return_exceptions=True)
    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [BlockingIOError]
    assert len(file.read_bytes().splitlines()) == await world.head()


@pytest.mark.parametrize("reason", UNREADABLE)
async def test_an_export_stops_at_an_event_that_cannot_be_read_and_says_where_and_why(
    world: Log, tmp_path: Path, reason: str
) -> None:
    (good, *_) = await world.read("evt.zone.high-tech-zone")
    key = UNREADABLE[reason].split(b":", 1)[0]
    forged = re.sub(key + rb':"[^"]*"', UNREADABLE[reason], good.body, count=1)
    before, file = await world.head(), tmp_path / "log.jsonl"
    await world.append([Entry("evt.zone.forged", forged)], {"evt.zone.forged": 0})
    await happened(world, "lead", "l1", shared())
    with pytest.raises(PoisonEvent) as stopped:
        await export(world, file)
    found = stopped.value
    assert (found.position, found.reason) == (before + 1, reason)
    assert found.type == ("zone.renamed" if reason == "unknown-type" else "zone.established")
    assert [from_json(line)["position"] for line in file.read_bytes().splitlines()] == list(range(1, before + 1))


async def test_no_answer_to_an_auditor_goes_where_it_would_be_stored(auditing: None, world: Log, nc: Client) -> None:
    await ask(nc, TIMELINE, PLATFORM)
    before = await world.head()
    await nc.publish(TIMELINE, to_json(PLATFORM), reply="evt.lead.forged")
    assert isinstance(await ask(nc, TIMELINE, PLATFORM), TimelineAnswer)
    assert await world.head() == before
