"""A reader asks for rows by column, in order, page by page; what is empty comes last; a wrong question is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, Engine, Integer, String

from domain.vocabulary import filled
from projections.kernel import Fixed, Projection, Put, table
from services.projector.coalescing import Pending
from services.projector.reading import Views
from services.projector.source import UnknownView
from services.projector.store import Store

THINGS = table(
    "things",
    Column("kind", String(20), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("word", String(20)),
    Column("day", Date),
    Column("amount", Fixed(2)),
    Column("done", Boolean),
)
VIEW = Projection(
    "things",
    version=1,
    tables=(THINGS,),
    handlers=(),
    derived={"things": {"twice": lambda tables: tables["things"].c.number * 2}},
)
Row = dict[str, Any]


def filled_with(store: Store, rows: list[Row]) -> Views:
    for state in store.states("things"):
        store.discard(state)
    fold = store.begin(VIEW, "x")
    fold.pending = Pending(VIEW.tables)
    for row in rows:
        key = {"kind": row["kind"], "number": row["number"]}
        fold.pending.take(Put(THINGS, key, {name: value for name, value in row.items() if name not in key}), 1, "c")
    fold.position = 1
    store.commit([fold])
    store.switch(fold)
    return Views(store.engine, {"things": VIEW})


def thing(kind: str, number: int, **more: object) -> Row:
    return {"kind": kind, "number": number, "word": None, "day": None, "amount": None, "done": None, **more}


ROWS = [
    thing("a", 1, word="x", day=date(2021, 11, 2), amount=Decimal("1.50"), done=True),
    thing("a", 2, word=None, day=date(2022, 1, 5), amount=Decimal("-0.25"), done=False),
    thing("b", 1, word="y"),
]


@pytest.fixture
def things(store: Store) -> Views:
    return filled_with(store, ROWS)


def keys(rows: list[Row]) -> list[tuple[str, int]]:
    return [(row["kind"], row["number"]) for row in rows]


FOUND: list[tuple[dict[str, object], list[tuple[str, int]]]] = [
    ({"word": "x"}, [("a", 1)]),
    ({"word": None}, [("a", 2)]),
    ({"number": "1"}, [("a", 1), ("b", 1)]),
    ({"number": 1, "kind": "b"}, [("b", 1)]),
    ({"day": "2022-01-05"}, [("a", 2)]),
    ({"day": date(2022, 1, 5)}, [("a", 2)]),
    ({"amount": "1.5"}, [("a", 1)]),
    ({"amount": Decimal("-0.25")}, [("a", 2)]),
    ({"done": "true"}, [("a", 1)]),
    ({"done": "否"}, [("a", 2)]),
    ({"twice": "4"}, [("a", 2)]),
    ({"word": "' or 1=1 --"}, []),
]


def test_rows_are_found_by_any_column_given_as_it_is_or_as_text(things: Views) -> None:
    assert [(where, keys(things.rows("things", where=where).rows)) for where, _ in FOUND] == FOUND


ORDERED: list[tuple[tuple[str, ...], list[tuple[str, int]]]] = [
    ((), [("a", 1), ("a", 2), ("b", 1)]),
    (("-kind",), [("b", 1), ("a", 1), ("a", 2)]),
    (("word",), [("a", 1), ("b", 1), ("a", 2)]),
    (("-word",), [("b", 1), ("a", 1), ("a", 2)]),
    (("-twice", "-kind"), [("a", 2), ("b", 1), ("a", 1)]),
]


def test_rows_come_in_the_order_asked_for_and_what_is_empty_last(things: Views) -> None:
    assert [(order, keys(things.rows("things", order=order).rows)) for order, _ in ORDERED] == ORDERED


any_rows = st.lists(
    st.builds(
        thing,
        st.sampled_from("abc"),
        st.integers(0, 5),
        word=st.none() | st.sampled_from("xyz"),
        day=st.none() | st.dates(date(2021, 1, 1), date(2021, 1, 4)),
        amount=st.none() | st.integers(-3, 3).map(Decimal),
    ),
    max_size=12,
    unique_by=lambda row: (row["kind"], row["number"]),
)
COLUMNS = ("kind", "number", "word", "day", "amount", "twice")
orders = st.lists(st.sampled_from(COLUMNS), max_size=3, unique=True).flatmap(
    lambda names: st.tuples(*(st.sampled_from((name, f"-{name}")) for name in names))
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=any_rows, order=orders, size=st.integers(1, 4))
def test_page_after_page_shows_every_row_once_in_the_same_order(
    store: Store, rows: list[Row], order: tuple[str, ...], size: int
) -> None:
    views = filled_with(store, rows)
    whole = views.rows("things", order=order, limit=None)
    assert whole.next is None
    found: list[Row] = []
    after = None
    for _ in range(len(rows) + 1):
        page = views.rows("things", order=order, limit=size, after=after)
        found += page.rows
        after = page.next
        if after is None:
            break
    assert found == whole.rows
    assert len(found) == len(rows)


def test_one_row_is_found_by_its_key(things: Views) -> None:
    row = things.row("things", kind="a", number=2)
    assert row is not None
    assert (row["amount"], row["twice"]) == (Decimal("-0.25"), 4)
    assert things.row("things", kind="z", number=2) is None


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "nothing"}, "unknown-view"),
    ({"name": "things", "table": "view_state"}, "unknown-table"),
    ({"name": "things", "where": {"colour": "red"}}, "unknown-column"),
    ({"name": "things", "order": ("-colour",)}, "unknown-column"),
    ({"name": "things", "where": {"number": "many"}}, "value-of-column"),
    ({"name": "things", "where": {"day": "tomorrow"}}, "value-of-column"),
    ({"name": "things", "where": {"amount": "much"}}, "value-of-column"),
    ({"name": "things", "where": {"done": "perhaps"}}, "value-of-column"),
]


def test_a_question_that_the_view_cannot_answer_is_refused_with_what_it_could(things: Views) -> None:
    for question, rule in REFUSED:
        with pytest.raises(UnknownView) as refused:
            things.rows(**question)
        assert refused.value.rule == rule
        assert all(filled(refused.value.rule, dict(refused.value.details)))


async def test_before_the_first_projector_a_view_is_being_built(engine: Engine) -> None:
    views = Views(engine)
    page = views.rows("zone-register")
    assert (page.rows, page.freshness.status, page.freshness.position) == ([], "building", 0)
    assert not await views.at_least("zone-register", 1, timeout=0.05)
    assert {fresh.status for fresh in views.all()} == {"building"}


async def test_a_position_that_does_not_come_is_not_waited_for_for_ever(things: Views) -> None:
    assert await things.at_least("things", 1)
    assert not await things.at_least("things", 2, timeout=0.05)
