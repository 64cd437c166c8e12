"""From the cells of a row to the command that it becomes, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from pydantic_core import to_json

from domain.catalogue import DECIDERS
from domain.ids import entity_id_fits
from domain.indicators_values import FIRST_YEAR, quarter_end
from domain.kernel import SEPARATOR, ActorKind, Refused
from domain.lead import Share
from domain.lead.rules import is_in_order
from services.importing.cells import Meant, Wrong, meant, scaled, shown
from services.importing.columns import Form, Path
from services.importing.fields import Fields, Values
from services.importing.known import Known
from services.importing.ledgers import EFFECTIVE, ENTITY, FIGURE, NAMESPACE, UNIT, UNITS, Row, identity
from services.importing.problems import Place, Problem

if TYPE_CHECKING:
    from services.importing.cells import Found
    from services.importing.columns import Column
    from services.importing.ledgers import Ledger
    from services.importing.opening import Opened

Details = Mapping[str, str | int]
"""What a rule's text speaks of."""
ID_BYTES = 8
KEPT = 4096
"""Values of a column that are remembered with what they mean."""


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name rows are sent: the organisation, its robot, and what joins all that one file brings."""

    org: str
    official: str
    correlation: UUID


@dataclass(frozen=True, slots=True)
class Look:
    """Against what rows are held: `today` in Shanghai, as no legal date is later, and what stands in the log.

    Of a category that is not in `known`, nothing is said.
    """

    today: date
    known: Known = field(default_factory=dict)


def sender_of(org: str, file: Opened) -> Sender:
    """The organisation's robot, named after the file: what it recorded is found by the file's digest. 系统约定 1"""
    return Sender(org, f"import:{file.sha256}", uuid5(NAMESPACE, file.sha256))


class Outcome(NamedTuple):
    """What a row came to: `id` tells it from others as soon as its key can be read; `row` is None where it is wrong."""

    id: UUID | None
    row: Row | None
    problems: list[Problem]


class Reader:
    """Makes commands of the rows of one sheet."""

    def __init__(self, ledger: Ledger, sheet: str, places: Mapping[int, Column], sender: Sender, look: Look) -> None:
        """Read the columns at `places` (counted from 0)."""
        self._ledger, self._sheet, self._sender, self._today = ledger, sheet, sender, look.today.isoformat()
        self._reads = {place: (column.path, _reading(column)) for place, column in places.items()}
        self._at = {column.path: place for place, column in places.items()}
        self._ids = [column for column in ledger.columns if column.path[:1] == ENTITY]
        self._by_quarter = any(column.form is Form.QUARTER for column in self._ids)
        self._fields = Fields(ledger)
        self._named_ids = {
            column.path: (column.refers, look.known[column.refers])
            for column in ledger.columns
            if column.refers in look.known and column.path != ledger.follows
        }
        said = {"official": sender.official, "kind": ActorKind.ROBOT, "correlation": sender.correlation}
        self._said = to_json(said)[1:-1]

    def outcome(self, number: int, found: Mapping[int, Found]) -> Outcome:
        """The command of row `number`, or every problem in it."""
        problems: list[Problem] = []
        values = self._values(number, found, problems)
        self._figure(number, found, values, problems)
        data = self._data(number, found, values, problems)
        entity = self._entity(number, found, values, problems)
        effective = self._effective(number, found, values, problems)
        self._stand_in_the_log(number, found, values, problems)
        if not problems:
            self._in_order(number, found, data, problems)
        if entity is None:
            return Outcome(None, None, problems)
        id = self.id_of(entity, *(str(values.get(path, "")) for path in self._ledger.key))
        if problems:
            return Outcome(id, None, problems)
        follows = str(values.get(self._ledger.follows) or "") if self._ledger.follows else ""
        return Outcome(id, Row(number, entity, id, self._body(id, entity, effective, data), follows), problems)

    def id_of(self, *key: str) -> UUID:
        """The id of the command of a row with that key."""
        return identity(self._ledger, self._sender.org, "\n".join(key))

    def problem(self, number: int, found: Mapping[int, Found], path: Path, rule: str, details: Details) -> Problem:
        """A problem of the column for `path`: in its cell, or in the first of the row where the file lacks it."""
        column = self._ledger.column(path)
        place = self._at.get(column.path, 0) if column else 0
        head = column.head.zh if column else ""
        return Problem(self._sheet, Place(number, place), head, shown(found.get(place)), rule, details, column)

    def _body(self, id: UUID, entity: str, effective: str | None, data: bytes) -> bytes:
        """The message; ids and dates hold nothing that JSON would have to escape."""
        on = f'"effective":"{effective}",' if effective else ""
        return f'{{"id":"{id}","entity":"{entity}",{on}'.encode() + self._said + b',"data":' + data + b"}"

    def _values(self, number: int, found: Mapping[int, Found], problems: list[Problem]) -> Values:
        values: Values = {}
        for place, each in found.items():
            known = self._reads.get(place)
            if known is None:
                if not shown(each).strip():
                    continue
                where = Place(number, place)
                problems.append(Problem(self._sheet, where, "", shown(each), "import-cell-without-head", {}))
                continue
            path, read = known
            try:
                value = read(each)
            except Wrong as wrong:
                details = {"what": f"field.{_name(path)}"} | wrong.details
                problems.append(self.problem(number, found, path, wrong.rule, details))
            else:
                if value is not None:
                    values[path] = value
        return values

    def _figure(self, number: int, found: Mapping[int, Found], values: Values, problems: list[Problem]) -> None:
        """A figure in the unit of the command."""
        if FIGURE not in values or UNIT not in values:
            return
        unit, factor = UNITS[values[UNIT]]
        values[UNIT] = unit
        try:
            values[FIGURE] = scaled(Decimal(values[FIGURE]), factor)
        except Wrong as wrong:
            problems.append(self.problem(number, found, FIGURE, wrong.rule, {"what": "field.value", **wrong.details}))

    def _data(self, number: int, found: Mapping[int, Found], values: Values, problems: list[Problem]) -> bytes:
        """The command's fields as JSON; a cell that is wrong already is not said to be missing, too."""
        data = self._fields.as_json(values)
        if faults := self._fields.faults(data):
            wrong = {problem.column.path for problem in problems if problem.column is not None}
            if FIGURE in values and UNIT not in values:
                wrong.add(FIGURE)  # in which unit it is, nobody can tell
            for path, refused in faults:
                problem = self.problem(number, found, path, refused.rule, refused.details)
                if problem.column is None or problem.column.path not in wrong:
                    problems.append(problem)
        return data

    def _entity(self, number: int, found: Mapping[int, Found], values: Values, problems: list[Problem]) -> str | None:
        """The id that the row speaks of: stated, put together, or made of what names it."""
        parts = []
        for column in self._ids:
            if (value := values.get(column.path)) is not None:
                parts.append(str(value))
            elif column.required:
                if not any(problem.column is column for problem in problems):
                    what = "field.zone" if len(column.path) > 1 else "field.id"
                    problems.append(self.problem(number, found, column.path, "field-missing", {"what": what}))
                return None
        entity = SEPARATOR.join(parts) or self._named(values)
        try:
            entity_id_fits(DECIDERS[self._ledger.category], entity)
        except Refused as refused:
            problems.append(self.problem(number, found, ENTITY, refused.rule, refused.details))
            return None
        if self._by_quarter and quarter_end(parts[-1]) is None:
            where = (*ENTITY, len(parts) - 1)
            problems.append(self.problem(number, found, where, "figures-are-of-a-quarter", {"first": FIRST_YEAR}))
        return entity

    def _in_order(self, number: int, found: Mapping[int, Found], data: bytes, problems: list[Problem]) -> None:
        """What a lead says breaks no rule that holds whatever stands in the log."""
        if self._ledger.command is not Share:
            return
        try:
            is_in_order(Share.model_validate_json(data))
        except Refused as refused:
            path = tuple((refused.field or "").split("."))
            problems.append(self.problem(number, found, path, refused.rule, refused.details))

    def _stand_in_the_log(
        self, number: int, found: Mapping[int, Found], values: Values, problems: list[Problem]
    ) -> None:
        """Whoever a row names is there already; a row of the same ledger that it follows is looked for elsewhere."""
        for path, (category, known) in self._named_ids.items():
            value = values.get(path, ())
            ids = (value,) if isinstance(value, str) else value
            problems += [self.unknown(number, found, path, category, id) for id in ids if id not in known]

    def unknown(self, number: int, found: Mapping[int, Found], path: Path, category: str, id: str) -> Problem:
        """A cell names what does not stand in the log."""
        return self.problem(number, found, path, "import-cell-unknown", {"category": category, "entity": id})

    def _named(self, values: Values) -> str:
        named = (self._sender.org, *(str(values.get(path, "")) for path in self._ledger.named_by))
        digest = blake2b("\n".join(named).encode(), digest_size=ID_BYTES).hexdigest()
        return f"{self._ledger.category}-{digest}"

    def _effective(
        self, number: int, found: Mapping[int, Found], values: Values, problems: list[Problem]
    ) -> str | None:
        effective: str | None = values.get(EFFECTIVE)
        if effective and effective > self._today:
            details = {"date": effective, "today": self._today}
            problems.append(self.problem(number, found, EFFECTIVE, "date-not-in-future", details))
        return effective


def _reading(column: Column) -> Callable[[Found], Meant | None]:
    """How a column's cells are read; what stands in many cells, and is no free text, once."""
    read = partial(meant, column)
    return read if column.form is Form.TEXT else lru_cache(KEPT, typed=True)(read)


def _name(path: Path) -> str:
    """The name of the field that a path leads to."""
    return next((part for part in reversed(path) if isinstance(part, str)), "data")
