"""A question on a view is answered the same on both databases and in Python, page after page, or refused by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String

from domain.kernel import Refused
from domain.vocabulary import filled
from projections.kernel import Fixed, Projection, Put, table
from projections.question import Condition, Operator, Question
from services.projector.asking import asked
from services.projector.coalescing import Pending
from services.projector.reading import Views
from services.projector.store import Store

GOODS = table(
    "goods",
    Column("kind", String(20), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("word", String(20)),
    Column("day", Date),
    Column("amount", Fixed(2)),
    Column("fen", BigInteger),
    Column("done", Boolean),
    Column("places", JSON),
)
VIEW = Projection(
    "goods",
    version=1,
    tables=(GOODS,),
    handlers=(),
    derived={"goods": {"twice": lambda tables: tables["goods"].c.number * 2}},
)
KEY = ("kind", "number")
Row = dict[str, Any]


def stocked(store: Store, rows: list[Row]) -> Views:
    for state in store.states("goods"):
        store.discard(state)
    fold = store.begin(VIEW, "x")
    fold.pending = Pending(VIEW.tables)
    for row in rows:
        key = {name: row[name] for name in KEY}
        fold.pending.take(Put(GOODS, key, {name: value for name, value in row.items() if name not in key}), 1, "c")
    fold.position = 1
    store.commit([fold])
    store.switch(fold)
    return Views(store.engine, {"goods": VIEW})


def good(kind: str, number: int, **more: object) -> Row:
    empty = dict.fromkeys(("word", "day", "amount", "fen", "done", "places"))
    return {"kind": kind, "number": number, **empty, **more}


ROWS = [
    good("甲", 1, word="高新Zone", day=date(2021, 11, 2), amount=Decimal("1.50"), fen=1 << 40, done=True),
    good(
        "甲", 2, word="100%_zone", day=date(2022, 1, 5), amount=Decimal("-0.25"), done=False, places=["西永", "白市驿"]
    ),
    good("乙", 1, word="zone", fen=5, places={"road": {"name": "西永"}}),
]
FIRST, SECOND, THIRD = (("甲", 1), ("甲", 2), ("乙", 1))


@pytest.fixture
def goods(store: Store) -> Views:
    return stocked(store, ROWS)


def keys(rows: list[Row]) -> set[tuple[str, int]]:
    return {(row["kind"], row["number"]) for row in rows}


def where(column: str, op: str, value: Any) -> Question:  # noqa: ANN401 - whatever is asked for
    return Question(where=(Condition(column=column, op=Operator(op), value=value),))


FOUND: list[tuple[tuple[str, str, Any], set[tuple[str, int]]]] = [
    (("word", "eq", "zone"), {THIRD}),
    (("word", "ne", "zone"), {FIRST, SECOND}),
    (("word", "contains", "zone"), {SECOND, THIRD}),
    (("word", "contains", "%_"), {SECOND}),
    (("word", "contains", "高新"), {FIRST}),
    (("word", "gt", "Z"), {FIRST, THIRD}),
    (("word", "in", ["zone", "高新Zone", "'"]), {FIRST, THIRD}),
    (("word", "in", []), set()),
    (("day", "eq", None), {THIRD}),
    (("day", "ne", None), {FIRST, SECOND}),
    (("day", "ne", "2021-11-02"), {SECOND, THIRD}),
    (("day", "ge", "2021-11-03"), {SECOND}),
    (("amount", "le", "1.5"), {FIRST, SECOND}),
    (("amount", "lt", 0), {SECOND}),
    (("amount", "eq", 1.5), {FIRST}),
    (("fen", "gt", 1 << 35), {FIRST}),
    (("done", "ne", True), {SECOND, THIRD}),
    (("done", "in", [True, "否"]), {FIRST, SECOND}),
    (("twice", "gt", "2"), {SECOND}),
    (("places", "contains", "西永"), {SECOND, THIRD}),
    (("places", "contains", "西"), set()),
    (("places", "contains", '"]) or 1=1 --'), set()),
    (("places", "eq", None), {FIRST}),
    (("places", "ne", None), {SECOND, THIRD}),
]


@pytest.mark.parametrize(("asked_for", "expected"), FOUND)
def test_a_condition_finds_exactly_the_rows_it_is_true_of(
    goods: Views, asked_for: tuple[str, str, Any], expected: set[tuple[str, int]]
) -> None:
    assert keys(asked(goods, "goods", where(*asked_for)).rows) == expected


def test_all_conditions_must_hold(goods: Views) -> None:
    both = (*where("kind", "eq", "甲").where, *where("done", "eq", "false").where)
    assert keys(asked(goods, "goods", Question(where=both)).rows) == {SECOND}


REFUSED: list[tuple[Question, str, str]] = [
    (Question(table="view_state"), "unknown-table", "table"),
    (where("colour", "eq", "red"), "unknown-column", "where.0.column"),
    (Question(sort=("kind", "-colour")), "unknown-column", "sort.1"),
    (Question(sort=("places",)), "unsortable-column", "sort.0"),
    (where("number", "eq", "many"), "value-of-column", "where.0"),
    (where("number", "eq", 1 << 31), "value-of-column", "where.0"),
    (where("fen", "eq", 1 << 63), "value-of-column", "where.0"),
    (where("number", "eq", value=True), "value-of-column", "where.0"),
    (where("number", "eq", 1.5), "value-of-column", "where.0"),
    (where("amount", "ge", "1.239"), "value-of-column", "where.0"),
    (where("amount", "ge", "NaN"), "value-of-column", "where.0"),
    (where("amount", "ge", "1e999999"), "value-of-column", "where.0"),
    (where("amount", "eq", {}), "value-of-column", "where.0"),
    (where("day", "lt", "tomorrow"), "value-of-column", "where.0"),
    (where("done", "eq", 1), "value-of-column", "where.0"),
    (where("word", "eq", 7), "value-of-column", "where.0"),
    (where("word", "eq", "a\x00b"), "value-of-column", "where.0"),
    (where("word", "contains", "\x00"), "value-of-column", "where.0"),
    (where("word", "in", "zone"), "choices-of-column", "where.0"),
    (where("word", "in", ["x"] * 501), "choices-of-column", "where.0"),
    (where("word", "lt", None), "operator-of-column", "where.0"),
    (where("done", "gt", value=True), "operator-of-column", "where.0"),
    (where("day", "contains", "2021"), "operator-of-column", "where.0"),
    (where("places", "eq", ["西永"]), "operator-of-column", "where.0"),
    (Question(after="nonsense"), "bad-cursor", "after"),
    (Question(after="非"), "bad-cursor", "after"),
    (Question(after="WyJ4Il0"), "bad-cursor", "after"),
]


@pytest.mark.parametrize(("question", "rule", "field"), REFUSED)
def test_a_question_that_does_not_fit_is_refused_with_the_place_and_the_remedy(
    goods: Views, question: Question, rule: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        asked(goods, "goods", question)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert all(filled(rule, refused.value.details))


def test_an_unknown_view_and_a_page_of_no_size_are_refused(goods: Views) -> None:
    with pytest.raises(Refused, match="unknown-view"):
        asked(goods, "nothing", Question())
    for limit in (0, -1, 10**9):
        with pytest.raises(ValidationError):
            Question(limit=limit)


def test_a_cursor_serves_the_question_that_gave_it_and_no_other(goods: Views) -> None:
    first = asked(goods, "goods", Question(limit=1))
    assert keys(asked(goods, "goods", Question(limit=2, after=first.next)).rows) == {FIRST, SECOND}
    for other in (Question(sort=("-kind",)), where("kind", "eq", "甲"), Question(as_of=date(2021, 1, 1))):
        with pytest.raises(Refused, match="bad-cursor"):
            asked(goods, "goods", other.model_copy(update={"after": first.next}))


any_good = st.builds(
    good,
    st.sampled_from(("a", "B", "甲", "乙")),
    st.integers(-2, 3),
    word=st.none() | st.sampled_from(("x", "X", "é", "中", "")),
    day=st.none() | st.dates(date(2021, 1, 1), date(2021, 1, 4)),
    amount=st.none() | st.integers(-300, 300).map(lambda cents: Decimal(cents).scaleb(-2)),
    fen=st.none() | st.sampled_from((-(1 << 62), 0, 1 << 62)),
    done=st.none() | st.booleans(),
)
any_goods = st.lists(any_good, max_size=12, unique_by=lambda row: (row["kind"], row["number"]))
SORTABLE = ("kind", "number", "word", "day", "amount", "fen", "done", "twice")
any_sort = st.lists(st.sampled_from(SORTABLE), max_size=3, unique=True).flatmap(
    lambda names: st.tuples(*(st.sampled_from((name, f"-{name}")) for name in names))
)


def in_order(rows: list[Row], sort: tuple[str, ...]) -> list[Row]:
    """Sorted in Python: by the last column first, what is empty last whichever way."""
    rows = [{**row, "twice": row["number"] * 2} for row in rows]
    for name in reversed((*sort, *KEY)):
        column = name.removeprefix("-")
        there = [row for row in rows if row[column] is not None]
        there.sort(key=lambda row: row[column], reverse=name.startswith("-"))
        rows = there + [row for row in rows if row[column] is None]
    return rows


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=any_goods, sort=any_sort, size=st.integers(1, 4), threshold=st.none() | st.integers(-2, 3))
def test_paging_shows_every_row_once_in_the_order_that_python_sorts_them(
    store: Store, rows: list[Row], sort: tuple[str, ...], size: int, threshold: int | None
) -> None:
    views = stocked(store, rows)
    conditions = () if threshold is None else where("number", "ge", threshold).where
    question = Question(where=conditions, sort=sort, limit=size)
    found: list[Row] = []
    for _ in range(len(rows) + 1):
        page = asked(views, "goods", question)
        found += page.rows
        if page.next is None:
            break
        assert len(page.rows) == size
        question = question.model_copy(update={"after": page.next})
    expected = in_order([row for row in rows if threshold is None or row["number"] >= threshold], sort)
    assert [{name: row[name] for name in (*KEY, "word", "amount", "fen", "done")} for row in found] == [
        {name: row[name] for name in (*KEY, "word", "amount", "fen", "done")} for row in expected
    ]
