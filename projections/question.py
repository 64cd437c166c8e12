"""A question on a view: which rows, in which order, from where on, and as of which of the two clocks. 系统约定 3

It is checked against the columns of the table that it asks for; whatever does not fit is refused by name, nothing is
ignored. A page ends with a cursor that only the same question understands: what the next page goes after.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, JsonValue
from pydantic_core import from_json, to_json
from sqlalchemy import JSON, BigInteger, Boolean, ColumnElement, Date, Integer, String

from domain.kernel import Refused, Value
from projections.kernel import Fixed

CLAUSE = "系统约定 7"
"""Rules of asking rest on the interface, as those of the door."""
LONGEST = 1_000_000
"""Rows in one page at most; a service that answers over the network takes fewer."""
LONGEST_CURSOR = 1 << 18
"""Characters: that of eight columns of the longest texts in Chinese."""
CONDITIONS, SORTED_BY, CHOICES = 32, 8, 500
"""Of each so many in one question at most."""
DIGEST = 12
"""Characters that tell one question's cursors from another's."""
TRUE, FALSE = frozenset({"true", "1", "yes", "是"}), frozenset({"false", "0", "no", "否"})
NUL = "\x00"
"""The one character that PostgreSQL keeps in no text."""


class Operator(StrEnum):
    """How a column is compared: `contains` a piece of text, or a word anywhere in a list or object."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    CONTAINS = "contains"
    IN = "in"


EQUALITY = (Operator.EQ, Operator.NE)
COMPARISON = (Operator.LT, Operator.LE, Operator.GT, Operator.GE)


class Condition(Value):
    """One column and what its value must be; `value` null asks for rows where there is none (`ne`: where there is one).

    Dates are written `2021-11-02`; money is in fen, decimals are numbers or text.
    """

    column: Annotated[str, Field(max_length=64)]
    op: Operator = Operator.EQ
    value: JsonValue


class Question(Value):
    """What is asked of a view, or of another of its tables (`table`).

    All of `where` must hold. `sort`: columns, `-column` descending; the key follows, so that no two rows are equal, and
    what is empty comes last. `after` is the cursor of the page before. `as_of`: a legal date; `known_at`: a recorded
    instant with its offset; `at_least`: a position of the log that the rows must have reached (read your writes).
    """

    table: Annotated[str, Field(max_length=64)] | None = None
    where: Annotated[tuple[Condition, ...], Field(max_length=CONDITIONS)] = ()
    sort: Annotated[tuple[Annotated[str, Field(max_length=65)], ...], Field(max_length=SORTED_BY)] = ()
    limit: Annotated[int, Field(ge=1, le=LONGEST)] = 100
    after: Annotated[str, Field(max_length=LONGEST_CURSOR)] | None = None
    as_of: date | None = None
    known_at: AwareDatetime | None = None
    at_least: Annotated[int, Field(ge=0)] = 0

    @property
    def folds(self) -> bool:
        """Whether the rows have to be worked out from the log: one of the two clocks is named."""
        return self.as_of is not None or self.known_at is not None


class UnknownView(LookupError):
    """There is no such view, table or column, or no such value in it; `rule` and `details` are for the vocabulary.

    `field` is the part of the question at fault.
    """

    def __init__(self, rule: str, *, field: str | None = None, **details: str | int) -> None:
        super().__init__(rule, details)
        self.rule, self.field, self.details = rule, field, details

    def refused(self) -> Refused:
        """The same as a refusal; names that are to be typed as they are stay as they are in both languages."""
        details = {
            name: each.replace(", ", " | ") if isinstance(each, str) else each for name, each in self.details.items()
        }
        return Refused(self.rule, clause=CLAUSE, field=self.field, **details)


def operators(column: ColumnElement[Any]) -> tuple[Operator, ...]:
    """How a column of that type can be compared."""
    match column.type:
        case JSON():
            return (*EQUALITY, Operator.CONTAINS)
        case Boolean():
            return (*EQUALITY, Operator.IN)
        case String():
            return tuple(Operator)
        case _:
            return (*EQUALITY, *COMPARISON, Operator.IN)


def wanted(column: ColumnElement[Any], condition: Condition) -> object:
    """The value of a condition as the column has it, or the list of them for `in`; None for none at all.

    Raises `UnknownView` where the operator or the value is none of the column's.
    """
    op, value = condition.op, condition.value
    if op not in operators(column) or not _empty_fits(column, op, value):
        raise UnknownView(
            "operator-of-column", column=condition.column, operator=op.value, known=", ".join(operators(column))
        )
    if value is None:
        return None
    if op is not Operator.IN:
        return as_value(column, value)
    if not isinstance(value, list) or len(value) > CHOICES:
        raise UnknownView("choices-of-column", column=condition.column, limit=CHOICES)
    return [as_value(column, each) for each in value]


def _empty_fits(column: ColumnElement[Any], op: Operator, value: JsonValue) -> bool:
    """Only what is equal or not equal can be nothing; a list or object is equal to nothing else."""
    return (op in EQUALITY) if value is None else not (op in EQUALITY and isinstance(column.type, JSON))


def as_value(column: ColumnElement[Any], value: object) -> object:
    """A value as the column has it, from text where it is text. Raises `UnknownView` if it is none of the column's."""
    try:
        return _read(column, value)
    except (ValueError, InvalidOperation) as error:
        shown = str(value).encode(errors="replace").decode().replace(NUL, "\N{REPLACEMENT CHARACTER}")[:200]
        raise UnknownView("value-of-column", column=str(column.key), value=shown) from error


def _read(column: ColumnElement[Any], value: object) -> object:
    match column.type, value:
        case Boolean(), bool():
            return value
        case Boolean(), str():
            return _truth(value)
        case Date(), str():
            return date.fromisoformat(value)
        case Date(), date() if not isinstance(value, datetime):
            return value
        case Fixed(places=places), str() | int() | float() | Decimal() if not isinstance(value, bool):
            return _fixed(Decimal(str(value)), places)
        case (Integer(), str() | int()) if not isinstance(value, bool):
            return _whole(int(value), 63 if isinstance(column.type, BigInteger) else 31)
        case (String() | JSON(), str()):
            return _text(value)
        case _:
            raise ValueError(value)


def _truth(value: str) -> bool:
    if value.lower() not in TRUE | FALSE:
        raise ValueError(value)
    return value.lower() in TRUE


def _whole(number: int, bits: int) -> int:
    """A number that the database can hold; what is larger would be its error, not an answer."""
    if not -(1 << bits) <= number < 1 << bits:
        raise ValueError(number)
    return number


def _fixed(number: Decimal, places: int) -> Decimal:
    """A number of no more places than the column's: cut off, it would find other rows than were asked for."""
    if not number.is_finite() or abs(number) >= 1 << 63 or number != round(number, places):
        raise ValueError(number)
    _whole(int(number.scaleb(places)), 63)
    return number


def _text(value: str) -> str:
    if NUL in value:
        raise ValueError(value)
    value.encode()  # half of a surrogate pair is no text: the ValueError is the answer
    return value


def sortable(column: ColumnElement[Any]) -> bool:
    """Whether rows can be put in order by it: a list or an object has none."""
    return not isinstance(column.type, JSON)


def cursor(view: str, question: Question, values: Sequence[object]) -> str:
    """What the next page goes after: the ordering values of this page's last row, for this question alone."""
    return urlsafe_b64encode(to_json([_digest(view, question), *values])).decode().rstrip("=")


def behind(view: str, question: Question) -> list[Any] | None:
    """The ordering values that the question's page goes after, None for the first page. Raises `UnknownView`."""
    if question.after is None:
        return None
    try:
        padded = question.after + "=" * (-len(question.after) % 4)
        values: list[Any]
        digest, *values = from_json(urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, binascii.Error) as error:
        raise UnknownView("bad-cursor", field="after") from error
    if digest != _digest(view, question):
        raise UnknownView("bad-cursor", field="after")
    return values


def _digest(view: str, question: Question) -> str:
    """Of all that decides which rows come in which order, and of nothing else."""
    shape = question.model_dump(mode="json", include={"table", "where", "sort", "as_of", "known_at"})
    return sha256(to_json([view, shape])).hexdigest()[:DIGEST]


def whole(sort: Sequence[str], key: Iterable[str]) -> list[str]:
    """An order made whole by the parts of the key that it does not name: no two rows are equal then."""
    named = {name.removeprefix("-") for name in sort}
    return [*sort, *(name for name in key if name not in named)]


def as_conditions(where: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Columns and the values they must equal, as conditions."""
    return tuple(Condition.model_construct(column=name, op=Operator.EQ, value=value) for name, value in where.items())
