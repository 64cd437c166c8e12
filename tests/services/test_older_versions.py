"""An event of an older version, once in the log, goes every way that an event goes: no way forgets its upcaster."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pydantic_core import from_json

from domain.application import Filed, application
from domain.lead import lead
from domain.values import Industry
from projections.catalogue import PROJECTIONS
from services.audit.export import export
from services.audit.timeline import timeline
from services.ledger.index import Index
from services.ledger.log import Entry
from services.ledger.repository import Repository
from services.projector.database import open_engine
from services.projector.folding import compare, folded
from services.projector.main import run as projector
from services.projector.reading import Views
from tests.domain.release import SAMPLES
from tests.services.conftest import running

if TYPE_CHECKING:
    from pathlib import Path

    from services.ledger.log import Log
    from services.settings import Settings

OLD = {each: (SAMPLES / f"{each}.v1.json").read_bytes() for each in ("application.filed", "lead.shared")}
"""Both have a younger version: `application.filed` named industries in Chinese and one section, `lead.shared` 万元."""
FILED, SHARED = (from_json(body) for body in OLD.values())
FEN = 50_000 * 10_000 * 100
INDUSTRIES = [Industry.AI.value, Industry.LOGISTICS.value]


@pytest.fixture
async def old(world: Log) -> Log:
    """A log that holds both, as they were stored."""
    for name, body in OLD.items():
        subject = f"evt.{name.partition('.')[0]}.{from_json(body)['subject']}"
        await world.append([Entry(subject, body)], {subject: 0})
    return world


async def test_the_command_service_loads_an_older_event_as_today_s(old: Log, tmp_path: Path) -> None:
    index = await Index.open(old, tmp_path / "index.sqlite")
    repository = Repository(old, index)
    case = await repository.load(application, FILED["subject"], fresh=True)
    shared = await repository.load(lead, SHARED["subject"], fresh=True)
    await index.close()
    assert isinstance(case.state.case, Filed)
    assert case.state.case.sections == (FILED["data"]["section"],)
    assert [each.value for each in case.state.case.industries] == INDUSTRIES
    assert (shared.version, shared.state.investment) == (1, FEN)


async def test_every_view_takes_an_older_event_folded_and_live(old: Log, base: Settings) -> None:
    with await folded(old, list(PROJECTIONS.values())) as scratch:
        assert scratch.stops == {}
        shows_them_as_today_s(scratch.views)
    head, engine = await old.head(), open_engine(base.views_url)
    views = Views(engine)
    async with running(base, projector), asyncio.timeout(30):
        while any(fresh.position < head or fresh.status != "live" for fresh in views.all()):
            assert not any(fresh.status == "stopped" for fresh in views.all())
            await asyncio.sleep(0.02)
    shows_them_as_today_s(views)
    comparison = await compare(engine, old, PROJECTIONS.values())
    engine.dispose()
    assert set(comparison.positions) == set(PROJECTIONS)
    assert comparison.differences == ()


def shows_them_as_today_s(views: Views) -> None:
    filed = views.row("pipeline", application=FILED["subject"])
    assert filed is not None
    assert filed["industries"] == INDUSTRIES
    for view in ("lead-exchange", "lead-ledger"):
        shared = views.row(view, lead=SHARED["subject"])
        assert shared is not None
        assert shared["investment"] == FEN


async def test_the_timeline_shows_an_older_event_in_the_schema_of_today(old: Log) -> None:
    (filed,) = await timeline(old, "application", FILED["subject"])
    (shared,) = await timeline(old, "lead", SHARED["subject"])
    assert filed.data["industries"] == INDUSTRIES
    assert (shared.data["investment"], "investment_wan" in shared.data) == (FEN, False)


async def test_an_export_holds_an_older_event_as_it_was_stored(old: Log, tmp_path: Path) -> None:
    await export(old, tmp_path / "log.jsonl")
    lines = [from_json(line) for line in (tmp_path / "log.jsonl").read_bytes().splitlines()[-len(OLD) :]]
    for stored, line in zip((FILED, SHARED), lines, strict=True):
        assert {name: line[name] for name in stored} == stored
        assert set(line) == {*stored, "position", "recordedtime"}
