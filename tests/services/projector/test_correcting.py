"""A corrected event: the views that read it are built anew beside the old rows; what was known can still be asked."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine

from domain.corrections import Correction
from domain.envelope import Circumstances, seal
from domain.kernel import EVENTS, Actor, Payload
from domain.lead import Assessed, Shared
from projections.catalogue import PROJECTIONS
from services.ledger.log import Entry, Log
from services.ledger.repository import read
from services.projector.folding import compare, folded
from services.projector.reading import Views
from services.projector.rebuild import rebuild
from services.projector.store import Store
from tests.services import history
from tests.services.projector.conftest import SOME, projecting

ASSESSED = Assessed(follow_up=True, major=False, reason="好")
RIGHT = "建设智能装备生产基地（更正）"
LEDGER, EXCHANGE = PROJECTIONS["lead-ledger"], PROJECTIONS["lead-exchange"]


async def corrected(log: Log, lead: str, data: Payload, *, dated: date | None = None, on: date | None = None) -> int:
    """The first event of a lead was corrected, by the office; the correction's position."""
    subject = f"evt.lead.{lead}"
    past = [read(each) for each in await log.read(subject)]
    first = past[0]
    correction = EVENTS["lead.record-corrected"].model_validate(
        {
            "corrects": UUID(first.id),
            "sequence": 1,
            "of_type": first.type,
            "of_schema": Shared.dataschema,
            "data": data,
            "dated": dated,
            "reason": "录入有误",
            "documents": (),
        }
    )
    assert isinstance(correction, Correction)
    command = uuid4()
    around = Circumstances(
        command, command, Actor(history.OFFICE, history.OFFICIAL), datetime.now(UTC), on or history.today(), None
    )
    body = seal(correction, "lead", lead, len(past) + 1, 1, around)
    return await log.append([Entry(subject, body)], {subject: past[-1].position})


def payload(**changes: str) -> Payload:
    return {**history.shared().model_dump(mode="json"), **changes}


async def shows(views: Views, project: str, *, within: float = 30.0) -> None:
    async with asyncio.timeout(within):
        while [row["project"] for row in views.rows("lead-ledger", where={"lead": "lead-1"}).rows] != [project]:
            await asyncio.sleep(0.02)


async def test_a_correction_reaches_every_view_that_reads_the_event(engine: Engine, views: Views, world: Log) -> None:
    async with projecting(engine, world):
        await history.happened(world, "lead", "lead-1", history.shared(), ASSESSED)
        await history.happened(world, "lead", "lead-2", history.shared())
        position = await corrected(world, "lead-1", payload(project=RIGHT))
        await shows(views, RIGHT)
        assert await views.at_least("lead-ledger", position)
        marks = {row["lead"]: row["correction"] for row in views.rows("lead-ledger").rows}
        assert marks == {"lead-1": position, "lead-2": None}
        assert await views.at_least("zone-register", position), "a view that reads no lead goes on as it was"
        assert views.freshness("zone-register").generation == 1
        after = await history.happened(world, "lead", "lead-3", history.shared())
        assert await views.at_least("lead-exchange", after)
    assert (await compare(engine, world, SOME)).differences == ()


async def test_several_corrections_at_once_and_one_meanwhile_all_count(
    engine: Engine, views: Views, world: Log
) -> None:
    async with projecting(engine, world):
        await history.happened(world, "lead", "lead-1", history.shared(), ASSESSED)
        for number in range(5):
            await corrected(world, "lead-1", payload(project=f"第{number}次更正"))
            await asyncio.sleep(0.05 * number)
        await shows(views, "第4次更正")
        assert await views.at_least("lead-exchange", await world.head(), 30)
    assert (await compare(engine, world, SOME)).differences == ()


async def test_a_projector_killed_while_it_applies_a_correction_takes_it_up_again(
    engine: Engine, views: Views, world: Log
) -> None:
    async with projecting(engine, world):
        position = await history.happened(world, "lead", "lead-1", history.shared(), ASSESSED)
        assert await views.at_least("lead-ledger", position)
    for number in range(6):
        await corrected(world, "lead-1", payload(project=f"第{number}次更正"))
        async with projecting(engine, world):
            await asyncio.sleep(0.02 * number)
    async with projecting(engine, world):
        await shows(views, "第5次更正")
        assert await views.at_least("lead-exchange", await world.head(), 30)
    assert (await compare(engine, world, SOME)).differences == ()


async def test_a_rebuild_knows_every_correction_from_its_beginning(engine: Engine, store: Store, world: Log) -> None:
    await history.happened(world, "lead", "lead-1", history.shared(), ASSESSED)
    await corrected(world, "lead-1", payload(project=RIGHT))
    fold = await rebuild(store, world, LEDGER)
    assert (fold.position, fold.stop, fold.outdated) == (await world.head(), None, 0)
    views = Views(engine, {LEDGER.name: LEDGER})
    assert [row["project"] for row in views.rows(LEDGER.name).rows] == [RIGHT]


async def test_what_was_known_before_the_correction_is_still_shown_as_it_was(world: Log) -> None:
    await history.happened(world, "lead", "lead-1", history.shared(), ASSESSED)
    (*_, last) = await world.read("evt.lead.lead-1")
    await asyncio.sleep(0.01)
    await corrected(world, "lead-1", payload(summary=RIGHT), on=date(2021, 6, 1))
    before = read(last).recorded
    assert await summary(world, known_at=before) == "建设智能装备生产基地"
    assert await summary(world, known_at=datetime.now(UTC) + timedelta(days=1)) == RIGHT
    assert await summary(world, as_of=date(2021, 5, 31)) == "建设智能装备生产基地"
    assert await summary(world, as_of=date(2021, 6, 1)) == RIGHT


async def test_a_corrected_legal_date_moves_the_event_on_the_legal_clock(world: Log) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    dated = history.PLAN_DAY - timedelta(days=10)
    await corrected(world, "lead-1", payload(), dated=dated, on=dated)
    assert await summary(world, as_of=dated) == "建设智能装备生产基地"
    assert await summary(world, as_of=dated - timedelta(days=1)) is None


async def summary(log: Log, *, known_at: datetime | None = None, as_of: date | None = None) -> str | None:
    with await folded(log, [EXCHANGE], known_at=known_at, as_of=as_of) as scratch:
        rows = scratch.views.rows(EXCHANGE.name).rows
    return rows[0]["summary"] if rows else None
