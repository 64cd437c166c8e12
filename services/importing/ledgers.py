"""The ledgers that can be imported: which command a row becomes, and what tells one row from every other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha1
from typing import assert_never
from uuid import UUID

from domain.experience import Catalogue
from domain.indicators import Report
from domain.indicators_values import Unit
from domain.kernel import Command
from domain.lead.commands import Share
from domain.organisation import Register
from domain.power_item import Publish
from domain.values import FEN_PER_WAN
from domain.vocabulary import term
from services.importing.columns import Column, Form, Path, columns_of
from services.importing.kinds import Kind

NAMESPACE = UUID("5d3f0b0e-6a0c-5b52-9a55-0d9d1a7b3c11")
"""Of the ids that an import gives its commands. It never changes: an import may be repeated in ten years."""


UNITS: Mapping[str, tuple[Unit, int]] = {
    "import.unit.wan-cny": (Unit.FEN, FEN_PER_WAN),
    "import.unit.wan-usd": (Unit.CENT, FEN_PER_WAN),
    "entities": (Unit.ENTITIES, 1),
}
"""In what a ledger states a figure: the unit of the command, and how many of it that is."""

ENTITY: Path = ("entity",)
EFFECTIVE: Path = ("effective",)
FIGURE: Path = ("data", "figures", 0, "value")
UNIT: Path = ("data", "figures", 0, "unit")
INDICATOR: Path = ("data", "figures", 0, "indicator")
PARENT: Path = ("data", "parent")
PROJECT: tuple[Path, ...] = (("data", "investor", "name"), ("data", "investor", "credit_code"), ("data", "project"))


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: the command that each row becomes, and its columns.

    `key`: what, beside the entity, tells a row from every other. `named_by`: what an id is made of where a row gives
    none. `follows`: names another row of the ledger, which must stand above. `amended_by`: the command for what is in
    the log already and should be otherwise.
    """

    kind: Kind
    command: type[Command]
    columns: tuple[Column, ...]
    amended_by: str
    key: tuple[Path, ...] = ()
    named_by: tuple[Path, ...] = ()
    follows: Path | None = None

    @property
    def category(self) -> str:
        """Of the entities that the rows speak of."""
        return self.command.name.partition(".")[0]

    @property
    def wire_name(self) -> str:
        """The command's, without its category."""
        return self.command.name.partition(".")[2]

    def column(self, path: Path) -> Column | None:
        """The column at fault where `path` is said to be: the one there, one above it or the first below it."""
        found = [each for each in self.columns if each.path == path[: len(each.path)]]
        below = [each for each in self.columns if each.path[: len(path)] == path]
        return next(iter(found or below), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be sent: where it stands, whom it speaks of, what tells it from others, and the command's body."""

    number: int
    entity: str
    id: UUID
    body: bytes
    follows: str = ""


def identity(ledger: Ledger, org: str, key: str) -> UUID:
    """The id of the command that a row becomes: the same for every import of it, from whatever file.

    So a second run changes nothing, a run that was broken off goes on, and a row that reads otherwise than the one
    that stands in the log is noticed instead of being carried out as something new.
    """
    digest = sha1(NAMESPACE.bytes + f"{ledger.kind}\n{org}\n{key}".encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)  # what `uuid5` gives, in half its time


@cache
def ledger_of(kind: Kind) -> Ledger:
    """The ledger of a kind."""
    match kind:
        case Kind.ORGANISATIONS:
            columns = (*_first(), *columns_of(Register))
            return Ledger(kind, Register, columns, "organisation.correct-record", follows=PARENT)
        case Kind.EXPERIENCES:
            columns = (*_first(), *columns_of(Catalogue, left_out=frozenset({"trial"})))
            return Ledger(kind, Catalogue, columns, "experience.amend")
        case Kind.POWER_ITEMS:
            return Ledger(kind, Publish, (*_first(), *columns_of(Publish)), "power-item.amend")
        case Kind.LEADS:
            columns = (*_first(id_needed=False), *columns_of(Share, money=frozenset({"investment", "output", "tax"})))
            return Ledger(kind, Share, columns, "lead.correct-record", named_by=PROJECT)
        case Kind.INDICATORS:
            columns = (*_zone_and_quarter(), *map(_of_a_figure, columns_of(Report)))
            return Ledger(kind, Report, columns, "indicators.correct", key=(INDICATOR,))
        case _:
            assert_never(kind)


def _first(*, id_needed: bool = True) -> tuple[Column, Column]:
    """The columns before those of the command's own fields."""
    return Column(ENTITY, Form.ID, id_needed, term("field.id")), _effective()


def _zone_and_quarter() -> tuple[Column, Column, Column]:
    """The same where the id is that of a zone's quarter."""
    zone = Column((*ENTITY, 0), Form.ID, required=True, head=term("field.zone"), refers="zone")
    quarter = Column((*ENTITY, 1), Form.QUARTER, required=True, head=term("import.quarter"))
    return zone, quarter, _effective()


def _effective() -> Column:
    return Column(EFFECTIVE, Form.DATE, required=False, head=term("field.effective"))


def _of_a_figure(column: Column) -> Column:
    """A figure's value is stated in the unit beside it, which may be 万元."""
    if column.path == FIGURE:
        return replace(column, form=Form.FIGURE)
    if column.path == UNIT:
        return replace(column, form=Form.UNIT, choices={key: term(key) for key in UNITS})
    return column
