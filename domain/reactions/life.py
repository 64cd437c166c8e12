"""A zone's life: the plaque establishes it, an evaluation has it put right, an approved exit withdraws it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never, get_args

from domain import application, evaluation, zone
from domain.envelope import Recorded
from domain.evaluation_values import Grade
from domain.holdings import Holdings
from domain.kernel import Event
from domain.reactions.reaction import Reaction, reaction, zone_of

Cause = application.PlaqueUnveiled | evaluation.Graded | evaluation.AppealDecided | evaluation.ExitApproved
CAUSES: frozenset[type[Event]] = frozenset(get_args(Cause))


def follows(recorded: Recorded, _holdings: Holdings) -> Iterator[Reaction]:
    """What follows for the zone."""
    event: Cause = recorded.event  # type: ignore[assignment]  # only causes come here
    match event:
        case application.PlaqueUnveiled():
            yield reaction(recorded, establishment(recorded.entity, event), event.zone)
        case evaluation.Graded():
            if event.grade is Grade.UNSATISFACTORY:
                yield reaction(recorded, rectification(recorded.entity, event), zone_of(recorded))
        case evaluation.AppealDecided():
            if event.former is Grade.UNSATISFACTORY and not event.upheld:
                yield reaction(recorded, lifting(recorded.entity), zone_of(recorded))
        case evaluation.ExitApproved():
            yield reaction(recorded, withdrawal(recorded.entity), zone_of(recorded))
        case _:
            assert_never(event)


def establishment(application_id: str, plaque: application.PlaqueUnveiled) -> zone.Establish:
    """挂牌 -> 联动创新区成立: the zone begins with what its application said. 二(三)3"""
    return zone.Establish(
        application=application_id,
        name_zh=plaque.name_zh,
        name_en=plaque.name_en,
        body=plaque.body,
        kind=plaque.kind,
        level=plaque.level,
        district=plaque.district,
        sections=plaque.sections,
        industries=plaque.industries,
        boundary=plaque.boundary,
    )


def rectification(evaluation_id: str, graded: evaluation.Graded) -> zone.OrderRectification:
    """不合格 -> 限期整改: the zone puts right what the evaluation found wanting. 四(四)"""
    return zone.OrderRectification(evaluation=evaluation_id, requirements=graded.reason)


def lifting(evaluation_id: str) -> zone.LiftRectification:
    """申诉改判 -> 解除整改: what rested on 不合格 is lifted when the grade is raised on appeal. 四(四)"""
    return zone.LiftRectification(evaluation=evaluation_id)


def withdrawal(evaluation_id: str) -> zone.Withdraw:
    """批准退出 -> 联动创新区退出. 四(四)"""
    return zone.Withdraw(evaluation=evaluation_id)
