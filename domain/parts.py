"""The parts of a command that are of one kind - instruments, boundaries, documents - however deep, with their paths."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator

P = TypeVar("P", bound=BaseModel)


def parts(value: BaseModel, kind: type[P], where: str = "data") -> Iterator[tuple[str, P]]:
    """Every part of that kind with the path of its field (`data.contents.0.documents.1`), in the order of the fields.

    A part is not searched for parts of its own kind. Where a model's types leave no room for one, nothing is looked at.
    """
    for name in _holders(type(value), kind):
        yield from _within(getattr(value, name), kind, f"{where}.{name}")


def _within(value: object, kind: type[P], where: str) -> Iterator[tuple[str, P]]:
    if isinstance(value, kind):
        yield where, value
    elif isinstance(value, BaseModel):
        yield from parts(value, kind, where)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _within(inner, kind, f"{where}.{index}")


@cache
def _holders(model: type[BaseModel], kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that are, or may hold, a part of the kind; worked out once for each."""
    return tuple(name for name, field in model.model_fields.items() if _may_hold(field.annotation, kind))


def _may_hold(hint: object, kind: type[BaseModel]) -> bool:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return issubclass(hint, kind) or bool(_holders(hint, kind))
    return any(_may_hold(argument, kind) for argument in get_args(hint))
