"""Where an application (申报) stands, and what decisions about it rest on. 二(三)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.application.events import (
    ApplicationEvent,
    Approved,
    CorrectionRequested,
    Declined,
    Deliberated,
    EligibilityConfirmed,
    ExpertAppointed,
    ExpertRecused,
    Filed,
    PanelAppointed,
    PlaqueUnveiled,
    Rejected,
    Returned,
    Reviewed,
    Shortlisted,
    Supplemented,
    Withdrawn,
)
from domain.application.values import Outcome
from domain.facts import ApplicationFact
from domain.scoring import Scores


class Stage(StrEnum):
    """申报 -> 初核 -> 专家评审 -> 建议名单 -> 审议 -> 批准 -> 挂牌."""

    NEW = "new"
    INITIAL_CHECK = "initial-check"
    CORRECTION = "correction"
    ELIGIBLE = "eligible"
    REVIEW = "expert-review"
    SHORTLISTED = "shortlisted"
    ENDORSED = "plenary-endorsed"
    APPROVED = "government-approved"
    PLAQUE = "plaque-unveiled"
    RETURNED = "returned"
    DECLINED = "declined"
    NOT_ENDORSED = "plenary-rejected"
    REJECTED = "government-rejected"
    WITHDRAWN = "application-withdrawn"


ENDED = frozenset({Stage.PLAQUE, Stage.RETURNED, Stage.DECLINED, Stage.NOT_ENDORSED, Stage.REJECTED, Stage.WITHDRAWN})
"""Nothing more happens to the application; another may be filed."""

AFTER_PLENARY = {
    Outcome.ENDORSED: Stage.ENDORSED,
    Outcome.REJECTED: Stage.NOT_ENDORSED,
    Outcome.DEFERRED: Stage.SHORTLISTED,
}


@dataclass(frozen=True, slots=True)
class State:
    """The case as filed (with a supplemented boundary), the panel as it sits, and the sheets that count."""

    stage: Stage = Stage.NEW
    case: Filed | None = None
    correction_due: date | None = None
    panel: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    sheets: Mapping[str, Scores] = field(default_factory=dict)


def evolve(state: State, event: ApplicationEvent) -> State:
    """The application after the event."""
    match event:
        case Filed():
            return State(Stage.INITIAL_CHECK, event)
        case CorrectionRequested(due=due):
            return replace(state, stage=Stage.CORRECTION, correction_due=due)
        case Supplemented():
            return replace(state, stage=Stage.INITIAL_CHECK, case=supplemented(state.case, event), correction_due=None)
        case EligibilityConfirmed():
            return replace(state, stage=Stage.ELIGIBLE)
        case Returned():
            return replace(state, stage=Stage.RETURNED)
        case PanelAppointed(members=members):
            return replace(state, stage=Stage.REVIEW, panel=frozenset(each.expert for each in members))
        case ExpertRecused(expert=expert):
            sheets = {each: sheet for each, sheet in state.sheets.items() if each != expert}
            return replace(state, panel=state.panel - {expert}, recused=state.recused | {expert}, sheets=sheets)
        case ExpertAppointed(member=member):
            return replace(state, panel=state.panel | {member.expert})
        case Reviewed(expert=expert, scores=scores):
            return replace(state, sheets={**state.sheets, expert: scores})
        case Shortlisted():
            return replace(state, stage=Stage.SHORTLISTED)
        case Declined():
            return replace(state, stage=Stage.DECLINED)
        case Deliberated(outcome=outcome):
            return replace(state, stage=AFTER_PLENARY[outcome])
        case Approved():
            return replace(state, stage=Stage.APPROVED)
        case Rejected():
            return replace(state, stage=Stage.REJECTED)
        case PlaqueUnveiled():
            return replace(state, stage=Stage.PLAQUE)
        case Withdrawn():
            return replace(state, stage=Stage.WITHDRAWN)
        case _:
            assert_never(event)


def supplemented(case: Filed | None, event: Supplemented) -> Filed | None:
    """The case with the boundary that was supplied anew."""
    if case is None or event.boundary is None:
        return case
    return case.model_copy(update={"boundary": event.boundary})


def fact(state: State) -> ApplicationFact | None:
    """What others may know of the application."""
    if state.case is None:
        return None
    return ApplicationFact(
        applicant=state.case.applicant,
        ended=state.stage in ENDED,
        plaque=state.stage is Stage.PLAQUE,
        foundation=foundation(state.case),
    )


def foundation(case: Filed) -> dict[str, object]:
    """What the zone of this case begins with: all that the case says of it. 二(三)3"""
    return {
        "name_zh": case.name_zh,
        "name_en": case.name_en,
        "body": case.applicant,
        "kind": case.kind,
        "level": case.level,
        "district": case.district,
        "sections": case.sections,
        "industries": case.industries,
        "boundary": case.boundary,
    }


def case_rulebook(state: State) -> str | None:
    """The version of the rules that the application was filed under; it keeps it for life. 系统约定 5"""
    return None if state.case is None else state.case.rulebook
