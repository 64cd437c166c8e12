"""The inbox says what waits for each organisation, since when, until when, and which command settles it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from domain import delegation as powers
from domain import evaluation as evaluations
from domain import evaluation_round as rounds
from domain import lead as leads
from domain import zone as zones
from domain.application import events as filings
from domain.application.values import Outcome, PanelMember
from domain.evaluation_values import Outcome as ExitOutcome
from domain.kernel import COMMANDS, Event
from domain.lead_values import ReleaseReason
from projections.inbox import inbox
from tests.projections.cast import (
    APRIL_20,
    AUDITOR,
    AWARDED,
    BODY,
    CASE,
    CLAIMED,
    DEC_1,
    ESTABLISHED,
    FILED,
    GOVERNMENT,
    HOLDER,
    ITEM,
    LEAD,
    MAY_6,
    NOV_2,
    OTHER_BODY,
    OTHER_ZONE,
    POWER,
    RELEASED,
    ROLES,
    SECTION,
    SHARED,
    ZONE,
    everybody_is_registered,
    findings,
    made,
    two_zones,
)
from tests.projections.story import Story

Waiting = dict[str, list[str]]


def waiting(story: Story, *who: str) -> Waiting:
    """The commands that wait, by organisation; of everybody's, those that have something."""
    found = {org: [row["command"] for row in story.rows(inbox, viewer=org)] for org in who or ROLES}
    return {org: commands for org, commands in found.items() if commands}


@pytest.fixture
def registered(story: Story) -> Story:
    everybody_is_registered(story)
    return story


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


TO_ASSESS = {"office": ["lead.assess"]}
FOLLOWED = leads.Assessed(follow_up=True, major=False, reason="好")
SHELVED = leads.Assessed(follow_up=False, major=False, reason="小")
OTHER_CLAIM = made(leads.Claimed, zone=OTHER_ZONE)
TAKEN_BACK = leads.ClaimWithdrawn(zone=OTHER_ZONE, reason=ReleaseReason.OTHER, note=None)
LEADS: list[tuple[Sequence[Event], Waiting]] = [
    ((SHARED,), TO_ASSESS),
    ((SHARED, FOLLOWED), {}),
    ((SHARED, SHELVED), {}),
    ((SHARED, FOLLOWED, CLAIMED, OTHER_CLAIM), {SECTION: ["lead.award", "lead.award"]}),
    ((SHARED, FOLLOWED, CLAIMED, OTHER_CLAIM, TAKEN_BACK), {SECTION: ["lead.award"]}),
    ((SHARED, FOLLOWED, CLAIMED, AWARDED), {BODY: ["lead.report-progress"]}),
    ((SHARED, FOLLOWED, CLAIMED, AWARDED, RELEASED), {}),
    ((SHARED, FOLLOWED, CLAIMED, AWARDED, made(leads.Signed)), {}),
    ((SHARED, FOLLOWED, CLAIMED, made(leads.Closed)), {}),
]


@pytest.mark.parametrize(("events", "expected"), LEADS)
def test_a_lead_waits_for_assessment_award_and_progress(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    two_zones(registered)
    for zone in (ZONE, OTHER_ZONE):
        registered.tell("zone", zone, made(zones.ConstructionPlanFiled))
    registered.tell("lead", LEAD, *events)
    assert waiting(registered) == expected


def test_a_progress_report_is_waited_for_since_the_last_one(registered: Story) -> None:
    two_zones(registered)
    registered.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=NOV_2)
    registered.tell("lead", LEAD, made(leads.Progressed, zone=ZONE), on=DEC_1)
    (row,) = registered.rows(inbox, "since", "whose", where={"command": "lead.report-progress"})
    assert row == {"since": DEC_1, "whose": BODY}


EXITS: dict[Any, Event] = {outcome: made(evaluations.ExitDeliberated, outcome=outcome) for outcome in ExitOutcome}
SCORED = made(evaluations.Scored, evaluator="expert-1")
EVALUATION: list[tuple[Sequence[Event], Waiting]] = [
    ((SCORED,), {"office": ["evaluation.grade"]}),
    ((SCORED, made(evaluations.Graded)), {"office": ["evaluation.conclude"]}),
    ((SCORED, made(evaluations.ExitProposed)), {"office": ["evaluation.hear"]}),
    ((SCORED, made(evaluations.ExitProposed), made(evaluations.Heard)), {"office": ["evaluation.deliberate-exit"]}),
    ((SCORED, EXITS[ExitOutcome.ENDORSED]), {GOVERNMENT: ["evaluation.approve-exit"]}),
    ((SCORED, EXITS[ExitOutcome.DEFERRED]), {"office": ["evaluation.deliberate-exit"]}),
    ((SCORED, EXITS[ExitOutcome.REJECTED]), {"office": ["evaluation.conclude"]}),
    ((SCORED, made(evaluations.ExitApproved)), {"office": ["evaluation.conclude"]}),
    ((SCORED, made(evaluations.ExitRejected)), {"office": ["evaluation.conclude"]}),
    ((SCORED, made(evaluations.Concluded)), {}),
]


@pytest.mark.parametrize(("events", "expected"), EVALUATION)
def test_an_evaluation_waits_for_the_office_or_the_government(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    registered.tell("evaluation", f"2022--{ZONE}", *events)
    assert waiting(registered) == expected


def test_an_open_round_waits_for_its_evaluators_and_a_closed_one_for_nobody(registered: Story) -> None:
    opened = rounds.RoundOpened(year=2022, rulebook="r", evaluators=("expert-1",), note=None)
    registered.tell("evaluation-round", "2022", opened)
    assert waiting(registered) == {"office": ["evaluation-round.close"], "expert-1": ["evaluation.score"]}
    registered.tell("evaluation-round", "2022", rounds.RoundClosed(note=None))
    assert waiting(registered) == {}


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
    assert [task for task in tasks if ROLES[task[0]] not in COMMANDS[task[1]].by] == []
