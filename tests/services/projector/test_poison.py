"""An event that cannot be projected stops the views it concerns, loudly and exactly there; nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Engine

from domain.kernel import EVENTS, Event
from domain.lead import Assessed, Claimed
from projections.catalogue import PROJECTIONS
from projections.kernel import Changes, Projection, Put, on
from services.ledger.log import Entry, Gap, Log, Stored
from services.projector.folding import compare
from services.projector.reading import Freshness, Views
from services.projector.rebuild import rebuild
from services.projector.store import Store
from tests.projections.cast import CLAIMED
from tests.projections.test_kernel import ONE, THINGS
from tests.services import history
from tests.services.projector.conftest import NAMES, SOME, projecting

ASSESSED = Assessed(follow_up=True, major=False, reason="好")


async def append(log: Log, subject: str, body: bytes) -> int:
    last = await log.last(subject)
    return await log.append([Entry(subject, body)], {subject: 0 if last is None else last.position})


async def forged(log: Log, subject: str, old: str, new: str) -> int:
    """The last message on a subject once more, with a part replaced."""
    last = await log.last(subject)
    assert last is not None
    return await append(log, subject, last.body.replace(old.encode(), new.encode()))


async def settled(views: Views, head: int) -> dict[str, Freshness]:
    """How every view stands once each is at the head or has stopped."""
    async with asyncio.timeout(20):
        while True:
            found = {fresh.view: fresh for fresh in views.all()}
            if all(fresh.position >= head or fresh.status == "stopped" for fresh in found.values()):
                return found
            await asyncio.sleep(0.01)


async def live(views: Views, head: int) -> None:
    """Until every view is live and at the head."""
    async with asyncio.timeout(20):
        while any(fresh.position < head or fresh.status != "live" for fresh in views.all()):
            await asyncio.sleep(0.01)


def stopped(found: dict[str, Freshness]) -> set[str]:
    return {name for name, fresh in found.items() if fresh.status == "stopped"}


READERS_OF_LEADS = {view.name for view in SOME if "lead" in view.categories}


async def test_an_unknown_kind_of_event_stops_the_views_of_its_category_and_the_others_go_on(
    engine: Engine, views: Views, world: Log
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    poison = await forged(world, "evt.lead.lead-1", "lead.shared", "lead.auctioned")
    await history.happened(world, "lead", "lead-2", history.shared())
    async with projecting(engine, world):
        found = await settled(views, await world.head())
        assert stopped(found) == READERS_OF_LEADS
        assert {found[name].position for name in READERS_OF_LEADS} == {poison - 1}
        page = views.rows("lead-exchange")
        assert [row["lead"] for row in page.rows] == ["lead-1"], "the rows before it are still served"
        stop = page.freshness.stopped
        assert stop is not None
        assert (stop.position, stop.type, stop.reason) == (poison, "lead.auctioned", "view-unknown-type")
        assert str(poison) in stop.text.zh
        assert "lead.auctioned" in stop.text.en
        assert stop.text.advice_zh


async def test_a_stopped_view_goes_on_after_an_upgrade_and_nothing_was_skipped(
    engine: Engine, views: Views, world: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    await forged(world, "evt.lead.lead-1", "lead.shared", "lead.auctioned")
    await history.happened(world, "lead", "lead-2", history.shared())
    async with projecting(engine, world):
        assert stopped(await settled(views, await world.head())) == READERS_OF_LEADS
    async with projecting(engine, world):
        position = await history.happened(world, "lead", "lead-3", history.shared())
        assert await views.at_least("zone-register", position, 20)
        assert stopped(await settled(views, position)) == READERS_OF_LEADS, "a mere restart changes nothing"
    monkeypatch.setitem(EVENTS, "lead.auctioned", unread("lead.auctioned"))
    async with projecting(engine, world):
        await live(views, position)
        assert views.freshness("lead-exchange").stopped is None
    assert [row["lead"] for row in views.rows("lead-exchange").rows] == ["lead-1", "lead-2", "lead-3"]


def unread(name: str) -> type[Event]:
    """What an upgrade brings: a kind of event that no view reads yet."""
    known = set(EVENTS)
    versions = {"version": 2, "upcasters": {1: dict}}
    kind: type[Event] = type("Auctioned", (Event,), {"__module__": __name__}, name=name, **versions)
    for added in set(EVENTS) - known:
        del EVENTS[added]
    kind.model_config["extra"] = "allow"
    return kind


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("urn:liandong:lead.shared:2", "urn:liandong:lead.shared:99", "view-unknown-version"),
        ('"investment":50000000000', '"investment":"a lot"', "view-invalid"),
        ('"specversion"', "not json", "view-invalid"),
    ],
)
async def test_a_later_version_or_a_broken_payload_stops_the_views_that_read_it(
    engine: Engine, views: Views, world: Log, old: str, new: str, reason: str
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    poison = await forged(world, "evt.lead.lead-1", old, new)
    async with projecting(engine, world):
        found = await settled(views, await world.head())
        assert {fresh.stopped.reason for fresh in found.values() if fresh.stopped} == {reason}
        assert stopped(found) == READERS_OF_LEADS
        assert found["lead-ledger"].position == poison - 1


@pytest.mark.parametrize("subject", ["evt.auction.lead-1", "evt.auction", "evt.auction.lead-1.more"])
async def test_a_category_that_nobody_knows_stops_every_view(
    engine: Engine, views: Views, world: Log, subject: str
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    last = await world.last("evt.lead.lead-1")
    assert last is not None
    poison = await append(world, subject, last.body.replace(b"lead.shared", b"auction.held"))
    async with projecting(engine, world):
        found = await settled(views, await world.head())
        assert stopped(found) == set(NAMES)
        assert {fresh.position for fresh in found.values()} == {poison - 1}


def failing(broken: Any, *, version: int = 1) -> Projection:  # noqa: ANN401 - a value that no database takes
    """A view whose second row cannot be written."""

    def claimed(event: Claimed, _recorded: object) -> Changes:
        yield Put(
            THINGS,
            ONE if event.zone != "broken" else {**ONE, "number": 2},
            {"day": None if event.zone != "broken" else broken},
        )

    return Projection("things", version=version, tables=(THINGS,), handlers=(on(Claimed, claimed),))


@pytest.mark.parametrize("broken", ["not a day", 5, object()], ids=["text", "number", "object"])
async def test_a_row_that_the_database_refuses_stops_its_view_at_that_event_alone(
    engine: Engine, ledger: Log, broken: object
) -> None:
    events = (CLAIMED, CLAIMED.model_copy(update={"zone": "broken"}), CLAIMED)
    await history.happened(ledger, "lead", "lead-1", history.shared(), *events)
    projections = [failing(broken), PROJECTIONS["lead-ledger"]]
    views = Views(engine, {view.name: view for view in projections})
    async with projecting(engine, ledger, projections):
        found = await settled(views, 4)
        assert found["lead-ledger"].position == 4
        assert (found["things"].status, found["things"].position) == ("stopped", 2)
        assert found["things"].stopped is not None
        assert (found["things"].stopped.position, found["things"].stopped.reason) == (3, "view-failed")
        assert [row["number"] for row in views.rows("things").rows] == [1], "what came before is served"


async def test_a_rebuild_that_meets_poison_leaves_the_old_rows_in_service(
    engine: Engine, views: Views, store: Store, world: Log
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    await rebuild(store, world, PROJECTIONS["lead-exchange"])
    await forged(world, "evt.lead.lead-1", "lead.shared", "lead.auctioned")
    fold = await rebuild(store, world, PROJECTIONS["lead-exchange"])
    assert fold.stop is not None
    assert fold.stop.type == "lead.auctioned"
    page = views.rows("lead-exchange")
    assert (page.freshness.status, page.freshness.generation, len(page.rows)) == ("live", 1, 1)


class Holed:
    """A log that lacks one message, as a damaged or exchanged stream would."""

    def __init__(self, log: Log, hole: int) -> None:
        self._log, self._hole, self.incarnation = log, hole, log.incarnation

    async def pull(
        self, after: int = 0, *, until: int | None = None, follow: bool = False
    ) -> AsyncIterator[list[Stored]]:
        async for batch in self._log.pull(after, until=until, follow=follow):
            if kept := [stored for stored in batch if stored.position != self._hole]:
                yield kept

    async def head(self) -> int:
        return await self._log.head()


async def test_a_gap_in_the_log_stops_every_view_before_it_and_it_goes_on_when_it_is_healed(
    engine: Engine, views: Views, world: Log
) -> None:
    async with projecting(engine, world):
        await settled(views, await world.head())
    hole = await history.happened(world, "lead", "lead-1", history.shared())
    await history.happened(world, "lead", "lead-2", history.shared())
    async with projecting(engine, Holed(world, hole)):
        async with asyncio.timeout(20):
            while stopped({fresh.view: fresh for fresh in views.all()}) != set(NAMES):
                await asyncio.sleep(0.01)
        fresh = views.freshness("lead-exchange")
        assert fresh.position == hole - 1
        assert fresh.stopped is not None
        assert (fresh.stopped.position, fresh.stopped.reason) == (hole, "view-gap")
        assert len(views.rows("zone-register").rows) == 2
    async with projecting(engine, world):
        await live(views, await world.head())
    assert (await compare(engine, world, SOME)).differences == ()


async def test_a_log_that_is_shorter_than_a_view_is_another_log(
    engine: Engine, views: Views, store: Store, world: Log
) -> None:
    async with projecting(engine, world):
        await settled(views, await world.head())
    fold = store.resume(PROJECTIONS["lead-ledger"], store.states("lead-ledger")[0])
    fold.position = await world.head() + 7
    store.commit([fold])
    async with projecting(engine, world):
        async with asyncio.timeout(20):
            while views.freshness("lead-ledger").status != "stopped":
                await asyncio.sleep(0.01)
    with pytest.raises(Gap):
        async for _ in world.pull(await world.head() + 7):
            pass
