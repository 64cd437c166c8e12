"""The inbox says what waits for each organisation, since when, until when, and which command settles it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain import delegation as powers
from domain import zone as zones
from domain.application import events as filings
from domain.application.values import Outcome, PanelMember
from domain.kernel import Event
from domain.permissions import permitted
from projections.inbox import inbox
from tests.projections.cast import (
    APRIL_20,
    AUDITOR,
    BODY,
    CASE,
    CLAIMED,
    ESTABLISHED,
    FILED,
    GOVERNMENT,
    HOLDER,
    ITEM,
    LEAD,
    MAY_6,
    OTHER_BODY,
    OTHER_ZONE,
    POWER,
    ROLES,
    SHARED,
    ZONE,
    findings,
    made,
    two_zones,
)
from tests.projections.story import Story
from tests.projections.waiting import Waiting, waiting


def member(expert: str) -> PanelMember:
    return PanelMember(expert=expert, has_interest=False, declaration="无")


def test_a_task_says_since_when_and_until_when_and_whose_it_is(registered: Story) -> None:
    due = date(2021, 5, 20)
    registered.tell("application", CASE, FILED, on=APRIL_20)
    registered.tell("application", CASE, filings.CorrectionRequested(missing=("图",), days=10, due=due), on=MAY_6)
    assert registered.rows(inbox) == [
        {
            "case": f"application/{CASE}",
            "task": "application.supplement",
            "command": "application.supplement",
            "category": "application",
            "entity": CASE,
            "zone": None,
            "since": MAY_6,
            "day": due,
            "due": due,
            "role": None,
            "org": None,
            "party": f"application/{CASE}",
            "whose": BODY,
        }
    ]


DELIBERATED = {outcome: made(filings.Deliberated, outcome=outcome) for outcome in Outcome}
PANEL = filings.PanelAppointed(members=(member("expert-1"), member("expert-2")))
REVIEWED = made(filings.Reviewed, expert="expert-1")
APPLICATION: list[tuple[Sequence[Event], Waiting]] = [
    ((FILED,), {"office": ["application.check-eligibility"]}),
    ((FILED, made(filings.CorrectionRequested)), {BODY: ["application.supplement"]}),
    (
        (FILED, made(filings.CorrectionRequested), made(filings.Supplemented)),
        {"office": ["application.check-eligibility"]},
    ),
    ((FILED, made(filings.EligibilityConfirmed)), {"office": ["application.appoint-panel"]}),
    ((FILED, made(filings.Returned)), {}),
    ((FILED, PANEL), {"expert-1": ["application.review"]}),
    ((FILED, PANEL, REVIEWED), {"office": ["application.shortlist"]}),
    (
        (FILED, PANEL, filings.ExpertRecused(expert="expert-1", reason="亲属")),
        {"office": ["application.appoint-expert"]},
    ),
    (
        (
            FILED,
            filings.PanelAppointed(members=(member("expert-2"),)),
            filings.ExpertRecused(expert="expert-2", reason="亲属"),
            filings.ExpertAppointed(member=member("expert-1")),
        ),
        {"expert-1": ["application.review"]},
    ),
    ((FILED, made(filings.Shortlisted)), {"office": ["application.deliberate"]}),
    ((FILED, made(filings.Declined)), {}),
    ((FILED, DELIBERATED[Outcome.ENDORSED]), {GOVERNMENT: ["application.approve"]}),
    ((FILED, DELIBERATED[Outcome.DEFERRED]), {"office": ["application.deliberate"]}),
    ((FILED, DELIBERATED[Outcome.REJECTED]), {}),
    ((FILED, made(filings.Approved)), {"office": ["application.unveil-plaque"]}),
    ((FILED, made(filings.Rejected)), {}),
    ((FILED, made(filings.PlaqueUnveiled)), {}),
    ((FILED, made(filings.Withdrawn)), {}),
]


@pytest.mark.parametrize(("events", "expected"), APPLICATION, ids=lambda each: getattr(each, "name", None))
def test_an_application_waits_for_whoever_has_the_next_step(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    registered.tell("application", CASE, *events)
    assert waiting(registered) == expected


ZONES: list[tuple[Sequence[Event], Waiting]] = [
    ((ESTABLISHED,), {BODY: ["zone.file-construction-plan"]}),
    ((ESTABLISHED, made(zones.ConstructionPlanFiled)), {}),
    (
        (ESTABLISHED, made(zones.RectificationOrdered)),
        {BODY: ["zone.file-construction-plan", "zone.report-rectification"]},
    ),
    (
        (
            ESTABLISHED,
            made(zones.ConstructionPlanFiled),
            made(zones.RectificationOrdered),
            made(zones.RectificationReported),
        ),
        {"office": ["zone.accept-rectification"]},
    ),
    (
        (
            ESTABLISHED,
            made(zones.ConstructionPlanFiled),
            made(zones.RectificationOrdered),
            made(zones.RectificationFailed),
        ),
        {},
    ),
    ((ESTABLISHED, made(zones.RectificationOrdered), made(zones.Withdrawn)), {}),
    ((ESTABLISHED, made(zones.BodyReplaced, body=OTHER_BODY)), {OTHER_BODY: ["zone.file-construction-plan"]}),
    (
        (
            ESTABLISHED,
            made(zones.ConstructionPlanFiled),
            made(zones.RectificationOrdered),
            made(zones.RectificationLifted),
        ),
        {},
    ),
]


@pytest.mark.parametrize(("events", "expected"), ZONES)
def test_a_zone_s_body_plans_and_puts_things_right(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    registered.tell("zone", ZONE, *events)
    assert waiting(registered) == expected


ASSESSED = powers.Assessed(findings=findings(met=True))
UNMET = powers.Assessed(findings=findings(met=False))
REQUESTED = made(powers.Requested)
POWERS: list[tuple[Sequence[Event], Waiting]] = [
    ((REQUESTED,), {HOLDER: ["delegation.assess"]}),
    ((REQUESTED, ASSESSED), {HOLDER: ["delegation.delegate"]}),
    ((REQUESTED, UNMET), {HOLDER: ["delegation.refuse"]}),
    ((REQUESTED, UNMET, made(powers.RequestRefused)), {}),
    ((REQUESTED, made(powers.RequestLapsed)), {}),
    ((REQUESTED, ASSESSED, made(powers.Delegated)), {BODY: ["delegation.take-up"]}),
    ((REQUESTED, made(powers.Delegated), made(powers.TakenUp)), {}),
    ((REQUESTED, made(powers.TakenUp), made(powers.ListedForRecall)), {HOLDER: ["delegation.recall"]}),
    ((REQUESTED, made(powers.ListedForRecall), made(powers.Recalled)), {}),
]


@pytest.mark.parametrize(("events", "expected"), POWERS)
def test_a_delegation_waits_for_the_holder_of_the_power_or_the_body_of_the_zone(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    two_zones(registered)
    for zone in (ZONE, OTHER_ZONE):
        registered.tell("zone", zone, made(zones.ConstructionPlanFiled))
    registered.tell("power-item", ITEM, POWER)
    registered.tell("delegation", f"{ITEM}--{ZONE}", *events)
    assert waiting(registered) == expected


def test_nobody_sees_what_waits_for_others(registered: Story) -> None:
    two_zones(registered)
    assert waiting(registered, BODY, OTHER_BODY, AUDITOR, "nobody-knows-them") == {
        BODY: ["zone.file-construction-plan"],
        OTHER_BODY: ["zone.file-construction-plan"],
    }


def test_every_task_names_a_command_that_its_organisation_may_send(registered: Story) -> None:
    two_zones(registered)
    registered.tell("application", CASE, FILED, PANEL, REVIEWED)
    registered.tell("lead", LEAD, SHARED, CLAIMED)
    registered.tell("delegation", f"{ITEM}--{ZONE}", REQUESTED)
    registered.tell("power-item", ITEM, POWER)
    tasks = [(org, command) for org, commands in waiting(registered).items() for command in commands]
    assert tasks
    assert [task for task in tasks if ROLES[task[0]] not in permitted(task[1])] == []
