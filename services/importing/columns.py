"""The columns of a ledger, read off the schema of the command that each of its rows becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, StringConstraints

from domain.kernel import EntityId, Ref
from domain.values import Document
from domain.vocabulary import term
from domain.vocabulary.words import Term

Path = tuple[str | int, ...]
"""Where a cell's value stands in the command message, such as `("data", "figures", 0, "value")`."""


class Form(StrEnum):
    """What a cell holds; each has its word in the vocabulary (`import.form.<form>`)."""

    TEXT = "text"
    ID = "id"
    IDS = "ids"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    FIGURE = "figure"
    UNIT = "unit"
    DATE = "date"
    QUARTER = "quarter"
    CHOICE = "choice"
    YES_NO = "yes-no"
    NAMES = "names"


SIMPLE = {str: Form.TEXT, int: Form.WHOLE, Decimal: Form.NUMBER, date: Form.DATE, bool: Form.YES_NO}
ID_PATTERN = next(each.pattern for each in get_args(EntityId) if isinstance(each, StringConstraints))
MONEY_WORDS = (("(分)", "(万元)"), ("(fen)", "(10,000 yuan)"))
"""A ledger has money in 万元 where the command has it in fen."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its values go, what they are, whether one is needed, and what it is called.

    `choices`: the words to choose from, by what each means on the wire. `longest`: characters of a text. `refers`: the
    category whose ids it holds.
    """

    path: Path
    form: Form
    required: bool
    head: Term
    choices: Mapping[str, Term] = field(default_factory=dict)
    longest: int | None = None
    refers: str = ""


def columns_of(
    command: type[BaseModel], *, money: frozenset[str] = frozenset(), left_out: frozenset[str] = frozenset()
) -> tuple[Column, ...]:
    """The columns for the fields of a command, in its order.

    `money`: the names of fields in fen. Documents are no part of a ledger, nor is what is `left_out`. Of several values
    of one kind (platforms, figures) a row holds one.
    """
    return tuple(_within(command, ("data",), money, left_out, required=True, over=()))


def _within(
    model: type[BaseModel],
    path: Path,
    money: frozenset[str],
    left_out: frozenset[str],
    *,
    required: bool,
    over: tuple[Term, ...],
) -> Iterator[Column]:
    """The columns for a model's fields; `over` are the words that stand over it."""
    hints = get_type_hints(model, include_extras=True)
    for name, about in model.model_fields.items():
        hint, needed, here = hints[name], required and about.is_required(), (*path, name)
        bare, inner = _unwrapped(hint), None
        if get_origin(bare) is tuple:
            inner = _unwrapped(get_args(bare)[0])
        if name in left_out or Document in {bare, inner}:
            continue
        heads = (*over, term(f"field.{name}"))
        within, further = (inner, (*here, 0)) if inner is not None else (bare, here)
        if isinstance(within, type) and issubclass(within, BaseModel):
            above = over if inner is not None and needed else heads  # the row is that one value
            yield from _within(within, further, money, left_out, required=needed, over=above)
        else:
            yield _column(here, hint, needed=needed, heads=heads, money=money)


def _column(path: Path, hint: Any, *, needed: bool, heads: tuple[Term, ...], money: frozenset[str]) -> Column:  # noqa: ANN401 - a type hint has no narrower type
    bare = _unwrapped(hint)
    limits = [each for each in _metadata(hint) if isinstance(each, StringConstraints)]
    longest = next((each.max_length for each in limits if each.max_length), None)
    head = Term("：".join(each.zh for each in heads), ": ".join(each.en for each in heads))
    if get_origin(bare) is tuple:
        inner = get_args(bare)[0]
        names = ID_PATTERN not in {each.pattern for each in _constraints(inner)}
        return Column(path, Form.NAMES if names else Form.IDS, needed, head, refers=_category(inner))
    if issubclass(bare, StrEnum):
        return Column(path, Form.CHOICE, needed, head, {each.value: term(each.value) for each in bare})
    if path[-1] in money:
        (zh, in_wan_zh), (en, in_wan_en) = MONEY_WORDS
        return Column(path, Form.MONEY, needed, Term(head.zh.replace(zh, in_wan_zh), head.en.replace(en, in_wan_en)))
    form = Form.ID if any(each.pattern == ID_PATTERN for each in limits) else SIMPLE[bare]
    return Column(path, form, needed, head, longest=longest, refers=_category(hint))


def _category(hint: Any) -> str:  # noqa: ANN401 - as above
    return next((each.category for each in _metadata(hint) if isinstance(each, Ref)), "")


def _constraints(hint: Any) -> list[StringConstraints]:  # noqa: ANN401 - as above
    return [each for each in _metadata(hint) if isinstance(each, StringConstraints)]


def _metadata(hint: Any) -> list[object]:  # noqa: ANN401 - as above
    """What annotations say of a type, through every `| None`."""
    if get_origin(hint) is Annotated:
        inner, *said = get_args(hint)
        return [*said, *_metadata(inner)]
    if get_origin(hint) is tuple:
        return []
    return [said for option in get_args(hint) if option is not type(None) for said in _metadata(option)]


def _unwrapped(hint: Any) -> Any:  # noqa: ANN401 - as above
    """The type under annotations and `| None`."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    options = [option for option in get_args(hint) if option is not type(None)]
    return hint if get_origin(hint) is tuple or len(options) != 1 else _unwrapped(options[0])
