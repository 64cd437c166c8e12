"""Application (申报): from filing to the plaque, step by step. 二(一), 二(二), 二(三)

Its id is `<platform>--<n>`, n from 1: the n-th is filed only after the one before it has ended. In order: `events`,
`commands`, `state` (with evolve), `decisions`, `rules`.
"""

from __future__ import annotations

from domain.application.commands import (
    ApplicationCommand,
    AppointExpert,
    AppointPanel,
    Approve,
    CheckEligibility,
    Decline,
    Deliberate,
    File,
    Recuse,
    Reject,
    RequestCorrection,
    Review,
    Shortlist,
    Supplement,
    UnveilPlaque,
    Withdraw,
)
from domain.application.decisions import decide
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
from domain.application.state import Stage, State, case_rulebook, evolve, fact
from domain.application.values import Condition, Content, Finding, Outcome, PanelMember, Statement
from domain.kernel import SEPARATOR, Decider

__all__ = [
    "ApplicationCommand",
    "ApplicationEvent",
    "AppointExpert",
    "AppointPanel",
    "Approve",
    "Approved",
    "CheckEligibility",
    "Condition",
    "Content",
    "CorrectionRequested",
    "Decline",
    "Declined",
    "Deliberate",
    "Deliberated",
    "EligibilityConfirmed",
    "ExpertAppointed",
    "ExpertRecused",
    "File",
    "Filed",
    "Finding",
    "Outcome",
    "PanelAppointed",
    "PanelMember",
    "PlaqueUnveiled",
    "Recuse",
    "Reject",
    "Rejected",
    "RequestCorrection",
    "Returned",
    "Review",
    "Reviewed",
    "Shortlist",
    "Shortlisted",
    "Stage",
    "State",
    "Statement",
    "Supplement",
    "Supplemented",
    "UnveilPlaque",
    "Withdraw",
    "Withdrawn",
    "application",
    "decide",
    "evolve",
    "fact",
]


def needs(command: ApplicationCommand, entity: str, _state: State) -> frozenset[tuple[str, str]]:
    """A new application rests on the one before it."""
    platform, _, number = entity.partition(SEPARATOR)
    if not isinstance(command, File) or int(number) == 1:
        return frozenset()
    return frozenset({("application", f"{platform}{SEPARATOR}{int(number) - 1}")})


STEPS = (
    RequestCorrection,
    Supplement,
    CheckEligibility,
    AppointPanel,
    Shortlist,
    Decline,
    Deliberate,
    Approve,
    Reject,
    UnveilPlaque,
    Withdraw,
)
"""They rest on all that came before; reviews and changes of the panel go on side by side. 二(三)"""

application = Decider(
    "application",
    State(),
    evolve,
    decide,
    parts=("platform", "#"),
    fact=fact,
    case_rulebook=case_rulebook,
    needs=needs,
    in_order=STEPS,
)
