"""Conditions, orders and pages in SQL: the same rows in the same order on SQLite and on PostgreSQL, and in Python.

Text is compared by its code points, whatever language a database was made for: else a page could end in one order and
the next begin in another. What is empty comes last.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, and_, bindparam, collate, false, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import JSON, TypeEngine

from projections.question import Condition, Operator, UnknownView, as_value, wanted

Order = tuple[ColumnElement[Any], bool]
"""A column, and whether it descends."""
POSTGRESQL = "postgresql"
COMPARE: Mapping[Operator, Callable[[Any, Any], ColumnElement[bool]]] = {
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
}


class HoldsText(FunctionElement[bool]):
    """Whether the first text holds the second, letter by letter; LIKE has jokers, and in SQLite knows no case."""

    inherit_cache: bool | None = True
    name = "holds_text"
    type: TypeEngine[bool] = Boolean()


@compiles(HoldsText)
def _holds_text(element: HoldsText, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    function = "strpos" if compiler.dialect.name == POSTGRESQL else "instr"
    return f"{function}({compiler.process(element.clauses, **more)}) > 0"


class HoldsWord(FunctionElement[bool]):
    """Whether a JSON list or object holds that text as a value, however deep."""

    inherit_cache: bool | None = True
    name = "holds_word"
    type: TypeEngine[bool] = Boolean()


@compiles(HoldsWord)
def _holds_word(element: HoldsWord, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    document, word = (compiler.process(each, **more) for each in element.clauses)
    if compiler.dialect.name == POSTGRESQL:
        variables = f"jsonb_build_object('word', CAST({word} AS TEXT))"
        return f"jsonb_path_exists(CAST({document} AS JSONB), '$.** ? (@ == $word)', {variables})"
    tree = f"json_tree({document}) AS each"
    return f"EXISTS (SELECT 1 FROM {tree} WHERE each.type = 'text' AND each.value = {word})"  # noqa: S608 - compiled columns and parameters


def holds(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether a text holds a piece of text, or a JSON list or object a word."""
    given = bindparam(None, word, String())
    return HoldsWord(column, given) if isinstance(column.type, JSON) else HoldsText(column, given)


def ordered(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """The column as it is put in order."""
    by_code_point = dialect == POSTGRESQL and isinstance(column.type, String)
    return collate(column, "C") if by_code_point else column


def matches(column: ColumnElement[Any], condition: Condition, dialect: str) -> ColumnElement[bool]:
    """Which rows the condition is true of. Raises `UnknownView` where it does not fit the column."""
    value = wanted(column, condition)
    match condition.op:
        case Operator.EQ:
            return column.is_(None) if value is None else column == _bound(column, value)
        case Operator.NE:
            return column.is_not(None) if value is None else column.is_distinct_from(_bound(column, value))
        case Operator.IN:
            assert isinstance(value, list)
            return column.in_(value)
        case Operator.CONTAINS:
            return holds(column, str(value))
        case comparison:
            return COMPARE[comparison](ordered(column, dialect), _bound(column, value))


def behind(ordering: Sequence[Order], after: Sequence[object], dialect: str) -> ColumnElement[bool]:
    """The rows that come after one with these values, what is empty coming last. Raises `UnknownView`."""
    if len(ordering) != len(after):
        raise UnknownView("bad-cursor", field="after")
    choices: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for (column, descending), given in zip(ordering, after, strict=True):
        if given is not None:
            value, placed = _bound(column, _given(column, given)), ordered(column, dialect)
            further = placed < value if descending else placed > value
            choices.append(and_(*equal, or_(further, column.is_(None))))
            equal.append(column == value)
        else:
            equal.append(column.is_(None))
    return or_(false(), *choices)


def _given(column: ColumnElement[Any], value: object) -> object:
    try:
        return as_value(column, value)
    except UnknownView as error:
        raise UnknownView("bad-cursor", field="after") from error


def _bound(column: ColumnElement[Any], value: object) -> ColumnElement[Any]:
    """As a parameter: True, False and None themselves SQLAlchemy refuses to compare but for equality."""
    return bindparam(None, value, column.type)
