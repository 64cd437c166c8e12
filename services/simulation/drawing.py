"""Commands by chance, made from their types alone: what anybody might send, in whatever state. Most are refused.

A new command is drawn as soon as the catalogue knows it. Ids are of things that there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from random import Random
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.builtin_rulebook import ADMISSION, EVALUATION, ILLUSTRATIVE
from domain.references import bare, marks
from domain.values import Document, Polygon, Rubric, Rulebook
from services.scenario.invention import credit_code, octagon
from services.scenario.papers import paper

M = TypeVar("M", bound=BaseModel)

WHOLE: Mapping[type[BaseModel], tuple[BaseModel, ...]] = {
    Rubric: (ADMISSION, EVALUATION),
    Rulebook: (ILLUSTRATIVE,),
    Polygon: (octagon(106.5, 29.5, 10), octagon(107.5, 30.5, 1000)),
    Document: tuple(paper(f"演示材料{number}.pdf") for number in range(3)),
}
"""Models whose parts must agree with each other."""
PLAIN: Mapping[type, tuple[object, ...]] = {
    bool: (True, False),
    int: (0, 1, 2, 5, 30, 2023, 10**9, 600_000_000 * 100),
    float: (29.5, 106.5, -1.0),
    Decimal: (Decimal(0), Decimal("0.01"), Decimal("7.5"), Decimal(9), Decimal("10.01"), Decimal("99999.99")),
    UUID: (UUID(int=1),),
    str: ("演示", "x", "nobody", "2023-q1", "b" * 64, "application/pdf", "U" + "A" * 55, credit_code("演示")),
}
DAYS = (-4000, -400, -30, -1, 0, 1, 30, 400)
MOST = 4
"""Items of a list, unless its kinds or its limits say otherwise."""


class Drawing:
    """Draws with `chance` on a day; `names` has the ids that there are, by category."""

    def __init__(self, chance: Random, today: date, names: Mapping[str, Sequence[str]]) -> None:
        self._chance, self._today, self._names = chance, today, names

    def draw(self, model: type[M]) -> M | None:
        """An instance of a model, always of its schema; None where there is nothing yet that it could refer to."""
        if model in WHOLE:
            whole = self._chance.choice(WHOLE[model])
            assert isinstance(whole, model)
            return whole
        try:
            return model.model_validate({name: self._value(hint) for name, hint in fields_of(model).items()})
        except (ValidationError, LookupError):
            return None

    def _value(self, hint: Any) -> object:  # noqa: ANN401 - a type hint has no narrower type
        if type(None) in get_args(hint) and self._chance.random() < 1 / 2:
            return None
        plain = bare(hint)
        if named := [name for mark in marks(hint) for name in self._names.get(mark.category, ())]:
            return self._chance.choice(named)
        if get_origin(plain) is tuple:
            return self._items(plain)
        if get_origin(plain) is dict:
            return {}
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            return self.draw(plain)
        if plain is date:
            return self._today + timedelta(days=self._chance.choice(DAYS))
        return self._chance.choice(choices(hint, plain))

    def _items(self, plain: Any) -> tuple[object, ...]:  # noqa: ANN401 - as above
        inner = get_args(plain)
        if Ellipsis not in inner:
            return tuple(self._value(each) for each in inner)
        if (kinds := kinds_of(inner[0])) is not None and self._chance.random() < 1 / 2:
            name, members = kinds
            drawn = [self.draw(inner[0]) for _ in members]
            return tuple(
                each.model_copy(update={name: member})
                for each, member in zip(drawn, members, strict=True)
                if each is not None
            )
        return tuple(self._value(inner[0]) for _ in range(self._chance.randint(0, MOST)))


@cache
def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model with their full types."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


@cache
def choices(hint: Any, plain: Any) -> Sequence[object]:  # noqa: ANN401 - as above
    """Plain values that fit: those of a literal, the members of an enum, else candidates."""
    if get_origin(plain) is Literal:
        return get_args(plain)
    if issubclass(plain, Enum):
        return list(plain)
    return [each for each in PLAIN[plain] if fits(hint, each)]


_adapter = cache(TypeAdapter)


def fits(hint: Any, value: object) -> bool:  # noqa: ANN401 - as above
    """Whether a value is of the type."""
    try:
        _adapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def kinds_of(model: Any) -> tuple[str, list[Enum]] | None:  # noqa: ANN401 - as above
    """The one field of a model that says of which kind it is, with the kinds; findings, contents and the like."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    plain = {name: bare(hint) for name, hint in fields_of(model).items()}
    found = [(name, list(each)) for name, each in plain.items() if isinstance(each, type) and issubclass(each, Enum)]
    return found[0] if len(found) == 1 else None
