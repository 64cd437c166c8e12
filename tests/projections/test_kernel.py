"""What a change means: whole rows, altered rows, removed rows, and that an alteration makes no row of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from domain.corrections import Correction
from domain.envelope import Recorded
from domain.kernel import EVENTS, Event
from domain.lead import Claimed
from projections.catalogue import AUDIT_TRAIL_ONLY, PROJECTIONS
from projections.kernel import Change, Changes, Delete, Fixed, Patch, Projection, Put, Row, on, table
from tests.projections.cast import CLAIMED, LEAD, SHARED
from tests.projections.story import Story

THINGS = table(
    "things",
    Column("case", String(20), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("word", String(20)),
    Column("day", Date),
    Column("amount", Fixed(2)),
    Column("parts", JSON),
    Column("done", Boolean),
)
ONE, TWO, OTHER = {"case": "a", "number": 1}, {"case": "a", "number": 2}, {"case": "b", "number": 1}


def view(*changes: Changes) -> Projection:
    """A view that makes the changes of one group after the other, one group an event."""

    def changed(_event: Event, recorded: Recorded) -> Changes:
        return changes[recorded.position - 1]

    return Projection("things", version=1, tables=(THINGS,), handlers=(on(Claimed, changed),))


def after(story: Story, *changes: Changes) -> dict[tuple[str, int], object]:
    """The words of the rows after the changes, all in one batch; and the same one by one."""
    projection = view(*changes)
    for _ in changes:
        story.tell("lead", LEAD, CLAIMED)
    return {(row["case"], row["number"]): row["word"] for row in story.rows(projection)}


def test_every_kind_of_value_comes_back_as_it_went_in(story: Story) -> None:
    values = {"word": "字", "day": date(2021, 11, 2), "amount": Decimal("12.30"), "parts": [{"x": "值"}], "done": True}
    projection = view([Put(THINGS, ONE, values)])
    story.tell("lead", LEAD, CLAIMED)
    assert story.row(projection) == {**ONE, **values}


def test_a_put_makes_the_whole_row_and_what_it_does_not_name_is_empty(story: Story) -> None:
    changes = [[Put(THINGS, ONE, {"word": "old", "done": True})], [Put(THINGS, ONE, {"done": False})]]
    assert after(story, *changes) == {("a", 1): None}


def test_a_patch_of_no_row_makes_none(story: Story) -> None:
    assert after(story, [Patch(THINGS, ONE, {"word": "half a row"})]) == {}


@pytest.mark.parametrize("key", [ONE, {"case": "a"}], ids=["the row", "all rows"])
def test_a_patch_of_a_row_that_was_removed_makes_none(story: Story, key: Row) -> None:
    put, patch = Put(THINGS, ONE, {"word": "old"}), Patch(THINGS, ONE, {"word": "new"})
    assert after(story, [put], [Delete(THINGS, key), patch]) == {}


def test_the_first_part_of_a_key_removes_all_rows_that_begin_with_it(story: Story) -> None:
    puts = [Put(THINGS, key, {"word": "old"}) for key in (ONE, TWO, OTHER)]
    then: list[Change] = [Delete(THINGS, {"case": "a"}), Put(THINGS, TWO, {"word": "new"})]
    assert after(story, puts, then) == {("a", 2): "new", ("b", 1): "old"}


def test_every_row_says_which_event_changed_it_last_and_in_which_concern(story: Story) -> None:
    projection = view([Put(THINGS, ONE, {}), Put(THINGS, TWO, {})], [Patch(THINGS, ONE, {"word": "new"})])
    story.tell("lead", LEAD, CLAIMED, CLAIMED)
    fold = story.folded(projection)
    with story.stage.store.engine.connect() as connection:
        found = connection.execute(fold.generation.tables["things"].select()).mappings().all()
    rows = {row["number"]: (row["position"], row["correlation"]) for row in found}
    first, second = (Recorded.read(each.position, each.recorded, each.body).correlation for each in story.messages)
    assert rows == {1: (2, second), 2: (1, first)}


def test_a_column_that_the_table_lacks_stops_the_view_instead_of_being_lost(story: Story) -> None:
    projection = view([Put(THINGS, ONE, {"wort": "typo"})])
    story.tell("lead", LEAD, CLAIMED)
    stop = story.folded(projection).stop
    assert stop is not None
    assert (stop.position, stop.reason) == (1, "view-failed")
    assert "wort" in stop.detail


def test_two_handlers_for_one_event_are_refused() -> None:
    handler = on(Claimed, lambda _event, _recorded: ())
    with pytest.raises(TypeError, match="handles an event twice"):
        Projection("twice", version=1, tables=(THINGS,), handlers=(handler, handler))


def test_a_fixed_number_keeps_its_places_in_every_database() -> None:
    dialect = SQLiteDialect_pysqlite()
    kind = Fixed(4)
    assert kind.process_bind_param(Decimal("74.3"), dialect) == 743_000
    assert kind.process_result_value(743_000, dialect) == Decimal("74.3000")
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


def test_no_event_is_without_a_reader_but_those_said_to_be_the_audit_trail_s() -> None:
    read = frozenset[type[Event]]().union(*(view.reads for view in PROJECTIONS.values()))
    own = [event for event in EVENTS.values() if not issubclass(event, Correction)]  # read with what they correct
    assert sorted(event.name for event in own if event not in read | AUDIT_TRAIL_ONLY) == []
    assert sorted(event.name for event in AUDIT_TRAIL_ONLY & read) == []


def test_every_view_reads_what_it_has_a_handler_for_and_nothing_else() -> None:
    projection = Projection("some", version=1, tables=(THINGS,), handlers=(on(Claimed, lambda _event, _recorded: ()),))
    assert projection.reads == {Claimed}
    assert projection.categories == {"lead"}
    recorded = Recorded.read(1, 1, sealed(SHARED))
    assert list(projection.apply(recorded)) == []


def sealed(event: Event) -> bytes:
    story = Story(stage=None)  # type: ignore[arg-type]  # nothing is folded
    story.tell("lead", LEAD, event)
    return story.messages[0].body


def test_tables_of_different_views_never_share_a_name() -> None:
    names = [each.name for projection in PROJECTIONS.values() for each in projection.tables]
    assert len(names) == len(set(names))
    assert all(name == key for key, name in ((key, view.name) for key, view in PROJECTIONS.items()))
