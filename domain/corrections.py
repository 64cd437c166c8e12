"""Corrections (更正): what was recorded wrongly is put right by an event of its own; nothing is edited. 系统约定 2

Every aggregate takes `<category>.correct-record`, whose event names the event it corrects, says why, and holds that
event's payload as it should have been. Whoever folds a history reads it through `in_effect`: each event as corrected
last, the corrections themselves left out. So no aggregate and no view knows of corrections.

A correction puts right what was written down. It does not take another decision: who and what the event concerns, what
was found and reckoned, and the course that the case took from there on, stay what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import new_class
from typing import TYPE_CHECKING, cast, get_args, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from domain.envelope import Recorded
from domain.kernel import EVENTS, C, Command, Context, Decider, E, EntityId, Event, Payload, Refused, Role, S, Text
from domain.references import field_references
from domain.values import Document, Industry

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAUSE = "系统约定 2"
_, ID = get_args(EntityId)
"""Marks a field as an id."""
SUFFIX = ".record-corrected"
"""How the stored names of corrections end."""


class Correction(Event, name="record-corrected"):
    """更正: the event `corrects`, the `sequence`-th of its entity, should have held `data`.

    `of_type` is its stored name, `of_schema` names the schema of `data`; `dated` is its legal date as it should have
    been, None where that was right.
    """

    corrects: UUID
    sequence: int
    of_type: str
    of_schema: str
    data: Payload
    dated: date | None
    reason: Text
    documents: tuple[Document, ...]


class CorrectionRequest(Command, name="correct-record", clause=CLAUSE, human=True):
    """Correct an event of the entity: its id, its whole payload as it should have been, and why."""

    corrects: UUID
    data: Payload
    dated: date | None = None
    reason: Text
    documents: tuple[Document, ...] = ()


def correctable(category: str, *, by_hand: bool = True) -> None:
    """Give the aggregate of a category its own command and event; once, when the catalogue is made.

    `by_hand` False: its events follow from others, which are corrected instead; nobody may send the command.
    """
    prefix = category.title().replace("-", "")
    asked = {"name": f"{category}.correct-record", "clause": CLAUSE, "human": True, "robot": not by_hand}
    new_class(f"{prefix}RecordCorrected", (Correction,), {"name": f"{category}{SUFFIX}"}, _in_this_module)
    new_class(f"{prefix}CorrectRecord", (CorrectionRequest,), asked, _in_this_module)


def _in_this_module(namespace: dict[str, object]) -> None:
    namespace["__module__"] = __name__


def is_correction(recorded: Recorded) -> bool:
    """Whether an event corrects another."""
    return recorded.type.endswith(SUFFIX)


def of(recorded: Recorded) -> Correction:
    """The payload of a correction."""
    return cast("Correction", recorded.event)


def in_effect(history: Iterable[Recorded]) -> list[Recorded]:
    """A history as it is to be folded: each event as corrected last, the corrections left out."""
    whole = list(history)
    latest = {str(of(each).corrects): each for each in whole if is_correction(each)}
    return [as_corrected(each, latest) for each in whole if not is_correction(each)]


def as_corrected(recorded: Recorded, corrections: Mapping[str, Recorded]) -> Recorded:
    """The event as the correction of its id says, if there is one among them."""
    correction = corrections.get(recorded.id)
    if correction is None:
        return recorded
    right = of(correction)
    effective = (right.dated or recorded.effective).isoformat()
    said: Payload = {"data": right.data, "dataschema": right.of_schema, "effective": effective}
    changed: Payload = {**recorded.attributes, **said, "correction": correction.position}
    return Recorded(recorded.position, recorded.recorded_ns, changed)


def correct(decider: Decider[S, C, E], command: CorrectionRequest, context: Context) -> list[Event]:
    """The correction that a command makes, or `Refused`. `context.history` is the entity's."""
    recorded = is_of_this_entity(command, context.history)
    author_or_office(recorded, context)
    right = fits_its_schema(command, EVENTS[recorded.type])
    now = next(each for each in in_effect(context.history) if each.id == recorded.id)
    something_changes(command, now, right)
    concerns_the_same(now.event, right)
    judgement_stays(now.event, right)
    date_stays_in_order(command, now, context)
    kind = cast("type[Correction]", EVENTS[f"{decider.category}{SUFFIX}"])
    correction = kind(
        corrects=command.corrects,
        sequence=recorded.sequence,
        of_type=recorded.type,
        of_schema=EVENTS[recorded.type].dataschema,
        data=right.model_dump(mode="json"),
        dated=command.dated,
        reason=command.reason,
        documents=command.documents,
    )
    course_stays(decider, context.history, recorded, right)
    return [correction]


def is_of_this_entity(command: CorrectionRequest, history: Sequence[Recorded]) -> Recorded:
    """差错以更正记录纠正: a correction names an event of the same case, and no correction. 系统约定 2"""
    found = next((each for each in history if each.id == str(command.corrects)), None)
    if found is None or is_correction(found):
        raise Refused("corrects-an-event", clause=CLAUSE, field="data.corrects", command=str(command.corrects))
    return found


def author_or_office(recorded: Recorded, context: Context) -> None:
    """Whoever recorded an event corrects it, or the office. 系统约定 2"""
    if context.role is not Role.OFFICE and context.actor.org != recorded.org:
        raise Refused("author-corrects", clause=CLAUSE, field="data.corrects", org=recorded.org)


def fits_its_schema(command: CorrectionRequest, kind: type[Event]) -> Event:
    """What it should have been is whole and of the event's own form. 系统约定 2"""
    try:
        event: Event = kind.__pydantic_validator__.validate_json(to_json(command.data), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(("data", "data", *map(str, first["loc"])))
        reason = first["msg"]
        raise Refused("correction-fits", clause=CLAUSE, field=where, type=kind.name, reason=reason) from None
    return event


def something_changes(command: CorrectionRequest, now: Recorded, right: Event) -> None:
    """A correction says something else than what stands. 系统约定 2"""
    if right == now.event and command.dated in {None, now.effective}:
        raise Refused("correction-changes-something", clause=CLAUSE, field="data.data")


def concerns_the_same(now: Event, right: Event) -> None:
    """A correction leaves alone whom and what the event concerns: another zone is another decision. 系统约定 2"""
    if field_references(now) != field_references(right):
        raise Refused("correction-concerns-the-same", clause=CLAUSE, field="data.data")


def judgement_stays(now: Event, right: Event) -> None:
    """A correction finds nothing else than was found: findings, scores, what they come to are decisions. 系统约定 2"""
    if kept(now) != kept(right):
        raise Refused("correction-keeps-the-judgement", clause=CLAUSE, field="data.data", type=now.name)


def kept(value: BaseModel) -> list[object]:
    """What a correction leaves alone, however deep: what was judged, and ids that no register holds (a service's)."""
    found: list[object] = []
    for name in type(value).model_fields:
        part = getattr(value, name)
        if name in getattr(value, "judged", ()) or name in plain_ids(type(value)):
            found.append(part)
            continue
        for each in part if isinstance(part, tuple) else (part,):
            found += kept(each) if isinstance(each, BaseModel) else ()
    return found


@cache
def plain_ids(model: type[BaseModel]) -> frozenset[str]:
    """The fields of a model that hold the id of something, one or several."""
    hints = get_type_hints(model, include_extras=True)
    return frozenset(name for name in model.model_fields if _is_id(hints[name]))


def _is_id(hint: object) -> bool:
    return any(part is ID for part in get_args(hint)) or any(map(_is_id, get_args(hint)))


def date_stays_in_order(command: CorrectionRequest, now: Recorded, context: Context) -> None:
    """A corrected legal date is none of the future, and the case begins with its first event. 系统约定 3"""
    if command.dated is None:
        return
    others = [each.effective for each in in_effect(context.history) if each.id != now.id]
    latest = context.today if now.sequence > 1 else min([context.today, *others])
    first = min(others) if now.sequence > 1 else date.min
    if not first <= command.dated <= latest:
        raise Refused(
            "correction-date-in-order",
            clause="系统约定 3",
            field="data.dated",
            first=first.isoformat(),
            last=latest.isoformat(),
        )


def course_stays(decider: Decider[S, C, E], history: Sequence[Recorded], recorded: Recorded, right: Event) -> None:
    """A correction takes no other decision: every stage the case has passed through stays what it was. 系统约定 2, 5

    So do the rules: a case keeps for life the version of the rulebook that it was filed under.
    """
    before = after = decider.initial
    for each in in_effect(history):
        before = decider.evolve(before, cast("E", each.event))
        after = decider.evolve(after, cast("E", right if each.id == recorded.id else each.event))
        rules_stay = decider.case_rulebook(before) == decider.case_rulebook(after)
        if course(before) != course(after) or not rules_stay:
            raise Refused("correction-keeps-the-course", clause=CLAUSE, field="data.data", type=recorded.type)


def course(state: object) -> dict[str, object]:
    """The part of a state that says which way the case goes: its stages, and what is settled with yes or no.

    An industry says what a case is about, and no more.
    """
    if not is_dataclass(state):
        return {}
    found = {each.name: getattr(state, each.name) for each in fields(state)}
    decided = {name: value for name, value in found.items() if isinstance(value, Enum | bool)}
    return {name: value for name, value in decided.items() if not isinstance(value, Industry)}
