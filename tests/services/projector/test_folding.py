"""As of a legal date, as known at an instant, and compared row by row: folds in memory, through the same code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, delete, update

from domain.deadline import Kind, Started, deadline_id
from domain.zone import ConstructionPlanFiled
from projections.catalogue import PROJECTIONS
from projections.inbox import inbox
from projections.lead_ledger import lead_ledger
from projections.zone_register import zone_register
from services.ledger.log import Log, Stored
from services.projector.folding import Scratch, compare, folded
from services.projector.reading import Views
from services.projector.rebuild import rebuild
from services.projector.store import Store
from tests.projections.cast import AWARDED, CLAIMED, DEC_1, ESTABLISHED, LEAD, NOV_2, RELEASED, SHARED, ZONE, made
from tests.projections.story import Story
from tests.services import history

JAN_5 = date(2022, 1, 5)
PLAN = made(ConstructionPlanFiled)


class Told:
    """A story as a log."""

    incarnation = "a story"

    def __init__(self, story: Story) -> None:
        self._messages = story.messages

    async def pull(
        self, after: int = 0, *, until: int | None = None, follow: bool = False
    ) -> AsyncIterator[list[Stored]]:
        assert not follow, "a fold does not wait for news"
        yield self._messages[after:until]

    async def head(self) -> int:
        return len(self._messages)


@pytest.fixture
def told() -> Story:
    """A zone founded on 2 November and planned on 1 December; the log heard of the plan on 5 January."""
    story = Story(stage=None)  # type: ignore[arg-type]  # folded in memory
    story.tell("zone", ZONE, ESTABLISHED, on=NOV_2)
    story.tell("lead", LEAD, SHARED, CLAIMED, on=NOV_2)
    story.tell("lead", LEAD, AWARDED, on=DEC_1)
    story.tell("zone", ZONE, PLAN, on=DEC_1, known=JAN_5)
    story.tell("lead", LEAD, RELEASED, on=JAN_5)
    return story


def midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)


async def test_a_view_as_of_a_legal_date_shows_what_was_in_force_on_it(told: Story) -> None:
    shown = {}
    for day in (date(2021, 11, 1), NOV_2, DEC_1, JAN_5):
        with await folded(Told(told), [zone_register, lead_ledger], as_of=day) as scratch:
            zones, leads = scratch.views.rows("zone-register").rows, scratch.views.rows("lead-ledger").rows
            shown[day] = ([row["status"] for row in zones], [(row["stage"], row["holder"]) for row in leads])
    assert shown == {
        date(2021, 11, 1): ([], []),
        NOV_2: (["established"], [("open", None)]),
        DEC_1: (["operating"], [("awarded", ZONE)]),
        JAN_5: (["operating"], [("open", None)]),
    }


async def test_a_view_as_known_at_an_instant_shows_what_the_log_had_heard_of(told: Story) -> None:
    known = {}
    for day in (DEC_1, JAN_5):
        with await folded(Told(told), [zone_register], known_at=midnight_after(day)) as scratch:
            known[day] = [row["status"] for row in scratch.views.rows("zone-register").rows]
    assert known == {DEC_1: ["established"], JAN_5: ["operating"]}


async def test_both_clocks_may_be_asked_at_once(told: Story) -> None:
    with await folded(Told(told), [zone_register], as_of=DEC_1, known_at=midnight_after(DEC_1)) as scratch:
        (row,) = scratch.views.rows("zone-register").rows
        assert (row["status"], row["since"]) == ("established", NOV_2)


async def test_a_fold_says_how_far_it_has_come(told: Story) -> None:
    steps: list[tuple[int, int]] = []
    scratch = await folded(Told(told), [inbox], progress=lambda position, head: steps.append((position, head)))
    assert steps == [(6, 6)]
    assert scratch.views.freshness("inbox").position == 6
    assert scratch.stops == {}
    scratch.close()


async def test_a_fold_that_meets_poison_says_where(told: Story) -> None:
    bad = told.messages[3]
    told.messages[3] = bad._replace(body=bad.body.replace(b"lead.awarded", b"lead.auctioned"))
    with Scratch([lead_ledger, zone_register]) as scratch:
        scratch.take(told.messages)
        assert {name: (stop.position, stop.type) for name, stop in scratch.stops.items()} == {
            "lead-ledger": (4, "lead.auctioned")
        }
        assert scratch.views.freshness("zone-register").position == 6


async def test_what_differs_between_the_live_rows_and_the_log_is_found_row_by_row(
    engine: Engine, store: Store, world: Log
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    for name in ("zone-register", "lead-ledger"):
        await rebuild(store, world, PROJECTIONS[name])
    views = [PROJECTIONS["zone-register"], PROJECTIONS["lead-ledger"], PROJECTIONS["inbox"]]
    comparison = await compare(engine, world, views)
    assert comparison.differences == ()
    assert comparison.positions == dict.fromkeys(("zone-register", "lead-ledger"), await world.head())
    assert comparison.rows["zone-register"] == 4, "two zones and their two plans"
    fold = store.resume(PROJECTIONS["zone-register"], store.states("zone-register")[0])
    register, plans = (fold.generation.tables[name] for name in ("zone_register", "zone_register_plans"))
    with store.writer.transaction() as connection:
        connection.execute(update(register).where(register.c.zone == "high-tech-zone").values(body="somebody-else"))
        connection.execute(delete(plans).where(plans.c.zone == "economic-zone"))
    await history.happened(world, "lead", "lead-2", history.shared())
    found = (await compare(engine, world, views)).differences
    assert [(each.table, each.key.get("zone")) for each in found] == [
        ("zone_register", "high-tech-zone"),
        ("zone_register_plans", "economic-zone"),
    ]
    assert found[0].live is not None
    assert found[0].folded is not None
    assert (found[0].live["body"], found[0].folded["body"]) == ("somebody-else", "high-tech-committee")
    assert found[1].live is None
    with store.writer.transaction() as connection:
        connection.execute(update(plans).values(zone="no-such-zone"))
    found = (await compare(engine, world, views)).differences
    surplus = [each for each in found if each.folded is None]
    assert [(each.view, each.table, each.key["zone"]) for each in surplus] == [
        ("zone-register", "zone_register_plans", "no-such-zone")
    ]


async def test_a_column_that_is_worked_out_for_readers_differs_from_nothing(
    engine: Engine, store: Store, world: Log
) -> None:
    await history.happened(world, "lead", "lead-1", history.shared())
    clock = made(Started, kind=Kind.ASSESSMENT, case="lead-1")
    await history.happened(world, "deadline", deadline_id(Kind.ASSESSMENT, "lead-1"), clock)
    await rebuild(store, world, PROJECTIONS["inbox"])
    (waiting,) = Views(engine).rows("inbox", where={"case": "lead/lead-1"}).rows
    assert waiting["due"] == clock.due
    assert (await compare(engine, world, [PROJECTIONS["inbox"]])).differences == ()


async def test_an_empty_log_compares_with_empty_views(engine: Engine, store: Store, ledger: Log) -> None:
    await rebuild(store, ledger, PROJECTIONS["zone-register"])
    assert await compare(engine, ledger, [PROJECTIONS["zone-register"]]) == (
        {"zone-register": 0},
        {"zone-register": 0},
        (),
    )
