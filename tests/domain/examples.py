"""A valid example of any event or command, always the same one, made from its types alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.builtin_rulebook import ADMISSION, ILLUSTRATIVE
from domain.values import Polygon, Rubric, Rulebook

M = TypeVar("M", bound=BaseModel)

CREDIT_CODE = "91500000MA5U0000XN"
SQUARE = ((106.4, 29.4), (106.5, 29.4), (106.5, 29.5), (106.4, 29.5), (106.4, 29.4))

WHOLE: dict[type[BaseModel], BaseModel] = {
    Rubric: ADMISSION,
    Rulebook: ILLUSTRATIVE,
    Polygon: Polygon(type="Polygon", coordinates=(SQUARE,)),
}
"""Models whose parts must agree with each other are given whole."""

CANDIDATES: dict[type, tuple[object, ...]] = {
    bool: (True,),
    int: (1, 2022, 10, 100, 1000),
    float: (29.5, 106.5),
    Decimal: (Decimal(1), Decimal(10), Decimal(100)),
    date: (date(2021, 11, 2),),
    datetime: (datetime(2021, 11, 2, 1, tzinfo=UTC),),
    UUID: (UUID(int=1),),
    str: ("示例", "example", "example--1", "2022", "a" * 64, "application/pdf", "U" + "A" * 55, CREDIT_CODE),
}


def unwrapped(hint: Any) -> Any:  # noqa: ANN401 - a type hint has no narrower type
    """The type under annotations and `| None`."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    options = [option for option in get_args(hint) if option is not type(None)]
    if get_origin(hint) in {tuple, Literal, dict} or len(options) != 1:
        return hint
    return unwrapped(options[0])


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model with their full types."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def example(model: type[M]) -> M:
    """A valid example of a model."""
    if model in WHOLE:
        whole = WHOLE[model]
        assert isinstance(whole, model)
        return whole
    return model.model_validate({name: _value(hint) for name, hint in fields_of(model).items()})


def _value(hint: Any) -> object:  # noqa: ANN401 - a type hint has no narrower type
    bare = unwrapped(hint)
    if get_origin(bare) is Literal:
        return get_args(bare)[0]
    if get_origin(bare) is tuple:
        return _items(bare)
    if get_origin(bare) is dict:
        return {}
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return example(bare)
    if isinstance(bare, type) and issubclass(bare, Enum):
        return next(iter(bare))
    return _first_that_fits(hint, CANDIDATES[bare])


def _items(bare: Any) -> tuple[object, ...]:  # noqa: ANN401 - a type hint has no narrower type
    inner = get_args(bare)
    return tuple(_value(each) for each in inner if each is not ...)


def _first_that_fits(hint: Any, candidates: tuple[object, ...]) -> object:  # noqa: ANN401 - as above
    adapter = TypeAdapter(hint)
    for candidate in candidates:
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    message = f"no example fits {hint}: add one to CANDIDATES"
    raise AssertionError(message)
