"""What a command refers to: the ids in it, found from its fields' types, and whatever else its decision rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.kernel import SEPARATOR, Ref

if TYPE_CHECKING:
    from domain.kernel import Command, Decider

Reference = tuple[str, str]
"""(category, id)."""

Collect = Callable[[Any, set[Reference]], None]
"""Adds the ids in a value to those found."""


def references(
    decider: Decider[Any, Any, Any], command: Command, entity: str, org: str, state: object
) -> set[Reference]:
    """Every entity that a decision rests on: the actor's organisation, parts of the id, fields, further needs."""
    found = {("organisation", org)}
    found.update(decider.needs(command, entity, state))
    if decider.parts:
        found |= part_references(decider, entity)
    _collect(command, found)
    return found


def part_references(decider: Decider[Any, Any, Any], entity: str) -> set[Reference]:
    """The entities that the parts of a composite id name."""
    values = entity.split(SEPARATOR)
    return {
        (part, value) for part, value in zip(decider.parts, values, strict=False) if part in CATEGORIES_NAMED_BY_PARTS
    }


CATEGORIES_NAMED_BY_PARTS = frozenset(
    {
        "zone",
        "power-item",
        "evaluation-round",
        "organisation",
        "experience",
        "policy-measure",
    }
)


def field_references(value: BaseModel) -> set[Reference]:
    """The ids among the fields of a command, however deep, as (category, id)."""
    found: set[Reference] = set()
    _collect(value, found)
    return found


def _collect(value: BaseModel, found: set[Reference]) -> None:
    for name, collect in _referring_fields(type(value)):
        collect(getattr(value, name), found)


@cache
def _referring_fields(model: type[BaseModel]) -> tuple[tuple[str, Collect], ...]:
    """The fields of a model that can hold ids, each with what collects them; worked out once per model."""
    hints = get_type_hints(model, include_extras=True)
    collectors = {name: _collector(hints[name]) for name in model.model_fields}
    return tuple((name, collect) for name, collect in collectors.items() if collect is not None)


def _collector(hint: Any) -> Collect | None:  # noqa: ANN401 - a type hint has no narrower type
    """What collects the ids from a value of this type; None where there can be none."""
    categories = [mark.category for mark in marks(hint)]
    plain = bare(hint)
    if categories:
        (category,) = categories
        return lambda value, found: None if value is None else found.add((category, value))
    if get_origin(plain) is tuple:
        return _items_collector(plain)
    if isinstance(plain, type) and issubclass(plain, BaseModel) and _referring_fields(plain):
        return lambda value, found: None if value is None else _collect(value, found)
    return None


def _items_collector(plain: Any) -> Collect | None:  # noqa: ANN401 - a type hint has no narrower type
    """For a tuple of any length, whose items are all of one type."""
    collect = _collector(get_args(plain)[0])
    if collect is None:
        return None

    def each(value: Any, found: set[Reference]) -> None:  # noqa: ANN401 - whatever the field holds
        for item in value or ():
            collect(item, found)

    return each


def bare(hint: Any) -> Any:  # noqa: ANN401 - a type hint has no narrower type
    """The hint without its annotations and without `| None`."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    options = [option for option in get_args(hint) if option is not type(None)]
    if get_origin(hint) is tuple or len(options) != 1:
        return hint
    return bare(options[0])


def marks(hint: Any) -> list[Ref]:  # noqa: ANN401 - a type hint has no narrower type
    """The category marks on a hint, through `Annotated` and unions."""
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        return [mark for mark in extras if isinstance(mark, Ref)] + marks(inner)
    if get_origin(hint) is tuple:
        return []
    return [mark for option in get_args(hint) for mark in marks(option)]
