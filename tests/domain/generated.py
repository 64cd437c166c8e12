"""Events, commands and facts by chance, made from their types and from who and what there is in the world.

They aim to be accepted now and then: ids are of things that exist, a list of findings has one of each kind, a sheet has
every indicator. What is drawn is always of its schema; everything else about it is chance. One seed, one outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from random import Random
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from domain.application import PanelMember
from domain.builtin_rulebook import ADMISSION, EVALUATION, ILLUSTRATIVE
from domain.evaluation_values import Grade
from domain.kernel import Ref
from domain.lead_values import Audience, Investor, Visibility
from domain.scoring import IndicatorScore
from domain.values import Polygon, Rubric, Rulebook
from tests.domain.examples import CANDIDATES, CREDIT_CODE, WHOLE, fields_of, unwrapped
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    CUSTOMS,
    DISTRICT,
    EXPERTS,
    OFFICIAL,
    OTHER_PLATFORM,
    OTHER_SECTION,
    PLATFORM,
    REGISTER,
    SECTION,
    TODAY,
)

M = TypeVar("M", bound=BaseModel)

NAMES: dict[str, tuple[str, ...]] = {
    "organisation": tuple(REGISTER),
    "zone": (PLATFORM, OTHER_PLATFORM),
    "power-item": ("item-1",),
    "lead": ("lead-1", "lead-2"),
    "policy-measure": ("measure-1",),
    "evaluation-round": ("2021",),
    "application": (f"{PLATFORM}--1", f"{PLATFORM}--2"),
    "experience": ("experience-1", "experience-2"),
    "trial": ("trial-1", "experience-1"),
    "evaluation": (f"2021--{PLATFORM}", f"2020--{PLATFORM}"),
}
"""What the ids in a command may name, by category."""

INVESTOR = Investor(name="示例", credit_code=CREDIT_CODE)

MORE: dict[type, tuple[object, ...]] = {
    bool: (False,),
    int: (0, 3, 5, 2021, 2023, 10**9, 600_000_000 * 100),
    Decimal: (Decimal(0), Decimal("0.01"), Decimal("4.99"), Decimal("99999.99")),
    date: tuple(TODAY + timedelta(days=days) for days in (-400, -30, -1, 1, 30, 400)),
    str: (OFFICIAL, PLATFORM, "review-rules", "<script>alert(1)</script>", "{rule} %s", "a" * 200),
}

LATER = ILLUSTRATIVE.model_copy(update={"version": "2021-2", "effective": date(2021, 12, 1)})
WHOLES: dict[type[BaseModel], tuple[BaseModel, ...]] = {
    Rubric: (ADMISSION, EVALUATION),
    Rulebook: (ILLUSTRATIVE, LATER),
    Polygon: (WHOLE[Polygon],),
}
SCORES = tuple(Decimal(score) for score in ("0", "4.99", "7.5", "9", "9", "9", "9", "10", "10.01"))
MOST = 6
"""Items of a list, unless its kinds or its limits say otherwise."""
LIKELY: dict[str, tuple[object, ...]] = {
    "expert": EXPERTS,
    "evaluators": EXPERTS,
    "sections": (SECTION, OTHER_SECTION),
    "met": (True,),
    "zone": (PLATFORM, PLATFORM, OTHER_PLATFORM),
    "has_interest": (False,),
    "body": (COMMITTEE, DISTRICT),
    "receiver": (OTHER_PLATFORM,),
    "source_percent": (30,),
    "earlier": ("lead-2",),
    "investor": (INVESTOR,),
    "visibility": (Visibility(audience=Audience.ALL),),
    "grade": (Grade.UNSATISFACTORY,),
    "start": (TODAY,),
    "in_section": (TODAY,),
    "in_zone": (TODAY,),
    "lead_department": (COMMERCE,),
    "departments": (CUSTOMS,),
    "controllable": (True,),
    "until": (TODAY + timedelta(days=400),),
    "partner_zones": (PLATFORM, OTHER_PLATFORM),
    "end": (TODAY,),
    "case": ("lead-1",),
    "run": (1, 2, 3),
    "cause": tuple(range(1, 40)),
}
"""What a field of this name most often holds."""


def drawn(model: type[M], chance: Random) -> M:
    """An instance of a model."""
    if model in WHOLES:
        whole = chance.choice(WHOLES[model])
        assert isinstance(whole, model)
        return whole
    return model.model_validate({name: _field(name, hint, chance) for name, hint in _fields(model).items()})


_fields = cache(fields_of)


def _field(name: str, hint: Any, chance: Random) -> object:  # noqa: ANN401 - a type hint has no narrower type
    if name not in LIKELY or chance.random() < 1 / 20:
        return _value(hint, chance)
    if get_origin(unwrapped(hint)) is tuple:
        return tuple(chance.sample(LIKELY[name], chance.randint(1, len(LIKELY[name]))))
    return chance.choice(LIKELY[name])


def _value(hint: Any, chance: Random) -> object:  # noqa: ANN401 - a type hint has no narrower type
    if type(None) in get_args(hint) and chance.random() < 1 / 2:
        return None
    bare = unwrapped(hint)
    if get_origin(bare) is tuple:
        return _items(hint, bare, chance)
    if get_origin(bare) is dict:
        return {}
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return drawn(bare, chance)
    return chance.choice(_choices(hint, bare))


@cache
def _choices(hint: Any, bare: Any) -> Sequence[object]:  # noqa: ANN401 - as above
    """Plain values that fit: the members of an enum, names of what there is for a reference, else candidates."""
    if get_origin(bare) is Literal:
        return get_args(bare)
    if issubclass(bare, Enum):
        return list(bare)
    named = [name for mark in _references(hint) for name in NAMES[mark.category]]
    return named or [each for each in (*CANDIDATES[bare], *MORE.get(bare, ())) if _fits(hint, each)]


def _references(hint: Any) -> list[Ref]:  # noqa: ANN401 - as above
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        return [mark for mark in marks if isinstance(mark, Ref)] + _references(inner)
    return [mark for option in get_args(hint) if option is not type(None) for mark in _references(option)]


_adapter = cache(TypeAdapter)


def _fits(hint: Any, value: object) -> bool:  # noqa: ANN401 - as above
    try:
        _adapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


def _items(hint: Any, bare: Any, chance: Random) -> tuple[object, ...]:  # noqa: ANN401 - as above
    inner = get_args(bare)
    if Ellipsis not in inner:
        return tuple(_value(each, chance) for each in inner)
    if inner[0] is IndicatorScore:
        return _sheet(chance)
    if inner[0] is PanelMember and chance.random() < 3 / 4:
        return tuple(
            drawn(PanelMember, chance).model_copy(update={"expert": expert}) for expert in chance.sample(EXPERTS, 5)
        )
    kinds = _kinds(inner[0])
    if kinds is not None and chance.random() < 3 / 4:
        name, members = kinds
        return tuple(drawn(inner[0], chance).model_copy(update={name: member}) for member in members)
    while True:
        items = _few(inner[0], chance)
        if _fits(hint, items):
            return items


def _few(hint: Any, chance: Random) -> tuple[object, ...]:  # noqa: ANN401 - as above
    """Some items; half of the time all different, as one would name people."""
    items = tuple(_value(hint, chance) for _ in range(chance.randint(0, MOST)))
    return tuple(dict.fromkeys(items)) if chance.random() < 1 / 2 else items


@cache
def _kinds(model: Any) -> tuple[str, list[Enum]] | None:  # noqa: ANN401 - as above
    """The one field of a model that says of which kind it is, with the kinds."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    bare = {name: unwrapped(hint) for name, hint in fields_of(model).items()}
    found = [(name, list(each)) for name, each in bare.items() if isinstance(each, type) and issubclass(each, Enum)]
    return found[0] if len(found) == 1 else None


def _sheet(chance: Random) -> tuple[IndicatorScore, ...]:
    """A score for every indicator of either rubric, all alike; now and then one is left out."""
    score, rubric = chance.choice(SCORES), chance.choice((ADMISSION, EVALUATION))
    sheet = tuple(IndicatorScore(indicator=each.code, score=score, reason="符合") for each in rubric.indicators)
    return sheet[chance.random() < 1 / 8 :]
