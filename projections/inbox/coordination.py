"""What policy extensions (政策适用), matters (协调事项) and activities leave to be done. 三(一), 四(一), 四(五)"""

from __future__ import annotations

from domain import matter as matters
from domain import policy_extension as extensions
from domain import publicity
from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from domain.policy_measure import MeasureIssued
from projections.inbox.tasks import OFFICE, Who, is_party, nothing_waits, office, party, settled, the_end, then, waits
from projections.kernel import Changes, On, on


def department(recorded: Recorded) -> Who:
    """The department that answers for the policy that an extension is of."""
    return party("policy-measure", recorded.entity.split(SEPARATOR)[0])


def issued(event: MeasureIssued, recorded: Recorded) -> Changes:
    """Whoever issued it decides where it applies."""
    yield is_party(recorded, event.department)


def requested(_event: extensions.ExtensionRequested, recorded: Recorded) -> Changes:
    """The department assesses the risk and decides; the rules say when it may."""
    yield nothing_waits(recorded)
    yield waits(recorded, extensions.AssessRisk, department(recorded))
    yield waits(recorded, extensions.Extend, department(recorded))


def suspended(_event: extensions.Suspended, recorded: Recorded) -> Changes:
    """The department assesses the risk anew, and lets the policy apply again or ends it."""
    yield waits(recorded, extensions.AssessRisk, department(recorded))
    yield waits(recorded, extensions.Resume, department(recorded))


def risk_assessed(_event: extensions.RiskAssessed, recorded: Recorded) -> Changes:
    """The assessment is there; a decision that waited for it waits on."""
    yield settled(recorded, extensions.AssessRisk)


EXTENSIONS: tuple[On, ...] = (
    on(MeasureIssued, issued),
    on(extensions.ExtensionRequested, requested),
    on(extensions.RiskAssessed, risk_assessed),
    on(extensions.Extended, the_end),
    on(extensions.ExtensionRefused, the_end),
    on(extensions.RequestLapsed, the_end),
    on(extensions.Suspended, suspended),
    on(extensions.Resumed, the_end),
    on(extensions.Ended, the_end),
)


def assigned(event: matters.Assigned, recorded: Recorded) -> Changes:
    """The assignee answers, by the day it is due."""
    yield nothing_waits(recorded)
    yield waits(recorded, matters.Answer, Who(org=event.assignee), due=event.due)


def escalated(_event: matters.Escalated, recorded: Recorded) -> Changes:
    """The office has it settled higher up; whoever was to answer or to be found still is."""
    yield waits(recorded, matters.Resolve, OFFICE)


def handed_over(event: matters.HandedOver, recorded: Recorded) -> Changes:
    """Where nobody goes on to answer, the office assigns the matter or settles it."""
    if event.assignee is None:
        yield nothing_waits(recorded)
        yield waits(recorded, matters.Assign, OFFICE)
        yield waits(recorded, matters.Resolve, OFFICE)


MATTERS: tuple[On, ...] = (
    on(matters.Raised, then(matters.Assign, office)),
    on(matters.Assigned, assigned),
    on(matters.Answered, then(matters.Resolve, office)),
    on(matters.Escalated, escalated),
    on(matters.Resolved, the_end),
    on(matters.Reopened, then(matters.Assign, office)),
    on(matters.HandedOver, handed_over),
)

ACTIVITIES: tuple[On, ...] = (
    on(publicity.BriefingHeld, then(publicity.Publish, office)),
    on(publicity.ExchangeHeld, then(publicity.Publish, office)),
    on(publicity.Published, the_end),
    on(publicity.Retracted, the_end),
)
