"""Who has what to do about experience to be replicated, and about trials. 三(二), 三(三)"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain import replication as steps
from domain import trial
from domain.experience import Amended
from domain.experience_values import ReformDomain
from domain.kernel import Event
from domain.permissions import permitted
from domain.zone import ConstructionPlanFiled
from projections.inbox import inbox
from tests.projections import pilots
from tests.projections.cast import BODY, DEC_1, HOLDER, OTHER_BODY, OTHER_ZONE, ROLES, SECTION, ZONE, made, two_zones
from tests.projections.pilots import REPAIR, catalogued
from tests.projections.story import Story
from tests.projections.test_trials import (
    AGREED,
    APPROVED,
    CONCLUDED,
    PROPOSED,
    RAISED,
    RUNNING,
    SECTION_JOINED,
    SUSPENDED,
    TRIAL,
    YEAR_END,
    ZONE_JOINED,
)
from tests.projections.waiting import Waiting, waiting

PLANNED, IMPLEMENTED, FOUND = pilots.PLANNED, pilots.IMPLEMENTED, pilots.FOUND
REPORTED = made(steps.EffectReported)


@pytest.fixture
def zones(registered: Story) -> Story:
    """Two zones with their plans filed, and an experience in the catalogue."""
    two_zones(registered)
    for zone in (ZONE, OTHER_ZONE):
        registered.tell("zone", zone, made(ConstructionPlanFiled))
    registered.tell("experience", REPAIR, catalogued(ReformDomain.TRADE))
    return registered


REPLICATION: list[tuple[Sequence[Event], Waiting]] = [
    ((PLANNED,), {BODY: ["replication.implement"]}),
    ((PLANNED, IMPLEMENTED), {HOLDER: ["replication.verify"]}),
    ((PLANNED, IMPLEMENTED, REPORTED), {HOLDER: ["replication.verify"]}),
    ((PLANNED, IMPLEMENTED, pilots.SENT_BACK), {BODY: ["replication.implement"]}),
    ((PLANNED, IMPLEMENTED, pilots.VERIFIED), {BODY: ["replication.report-effect"]}),
    ((PLANNED, IMPLEMENTED, pilots.VERIFIED, REPORTED), {}),
    ((FOUND,), {"office": ["replication.confirm-inapplicability"]}),
    ((FOUND, pilots.CONFIRMED), {}),
    ((FOUND, pilots.REJECTED), {BODY: ["replication.plan"]}),
    ((PLANNED, pilots.ENDED), {}),
]


@pytest.mark.parametrize(("events", "expected"), REPLICATION)
def test_a_replication_waits_for_the_zone_the_lead_department_or_the_office(
    zones: Story, events: Sequence[Event], expected: Waiting
) -> None:
    zones.tell("replication", f"{REPAIR}--{ZONE}", *events)
    assert waiting(zones) == expected


def test_a_plan_is_carried_out_by_the_day_that_it_named(zones: Story) -> None:
    zones.tell("replication", f"{REPAIR}--{ZONE}", PLANNED)
    assert zones.row(inbox, "command", "due") == {"command": "replication.implement", "due": DEC_1}


def test_verification_waits_for_whoever_leads_the_experience_today(zones: Story) -> None:
    zones.tell("replication", f"{REPAIR}--{ZONE}", PLANNED, IMPLEMENTED)
    entry = catalogued(ReformDomain.TRADE, lead_department="customs").model_dump(exclude={"trial"})
    zones.tell("experience", REPAIR, made(Amended, **entry))
    assert zones.row(inbox, "command", "whose") == {"command": "replication.verify", "whose": "customs"}


JOIN = {SECTION: ["trial.join"], OTHER_BODY: ["trial.join"]}
UNCONTROLLED = trial.RiskAssessed(controllable=False, reason="不可控")
REASSESSED = trial.RiskReassessed(controllable=True, measures=("核销",), stop_conditions=("去向不明",), reason="可控")
RESUMED = trial.Resumed(zone=ZONE, until=YEAR_END, reason="完成")
UNDER_WAY = {BODY: ["trial.conclude", "trial.report-progress"]}
TRIALS: list[tuple[Sequence[Event], Waiting]] = [
    ((RAISED,), {BODY: ["trial.propose"]}),
    ((RAISED, PROPOSED), {**JOIN, HOLDER: ["trial.assess-risk"]}),
    ((RAISED, PROPOSED, SECTION_JOINED, ZONE_JOINED), {HOLDER: ["trial.assess-risk"]}),
    (
        (RAISED, PROPOSED, SECTION_JOINED, trial.PartnerLeft(zone=OTHER_ZONE, reason="退出")),
        {HOLDER: ["trial.assess-risk"]},
    ),
    (AGREED, {"office": ["trial.approve"]}),
    ((*AGREED, UNCONTROLLED), {"office": ["trial.refuse"]}),
    (
        (RAISED, PROPOSED, UNCONTROLLED, SECTION_JOINED, AGREED[-1]),
        {"office": ["trial.approve"], OTHER_BODY: ["trial.join"]},
    ),
    ((RAISED, PROPOSED, AGREED[-1], APPROVED), {**JOIN, BODY: ["trial.start"]}),
    ((*AGREED, trial.ProposalRefused(reason="不符")), {}),
    (RUNNING, UNDER_WAY),
    ((*RUNNING, made(trial.ProgressReported, zone=ZONE)), UNDER_WAY),
    ((*RUNNING, SUSPENDED), {"office": ["trial.resume"], HOLDER: ["trial.assess-risk"]}),
    ((*RUNNING, SUSPENDED, REASSESSED), {"office": ["trial.resume"]}),
    ((*RUNNING, SUSPENDED, REASSESSED, RESUMED), UNDER_WAY),
    ((*RUNNING, trial.Suspended(zone=ZONE, resumable=False, reason="退出")), {"office": ["trial.conclude"]}),
    ((RAISED, trial.Lapsed(reason="退出")), {}),
    ((*RUNNING, CONCLUDED), {"office": ["trial.recognise-innovation"]}),
    ((*RUNNING, trial.Concluded(result=trial.Result.FAILED, summary="不可复制")), {}),
    ((*RUNNING, CONCLUDED, made(trial.InnovationRecognised)), {}),
]


@pytest.mark.parametrize(("events", "expected"), TRIALS)
def test_a_trial_waits_for_whoever_has_the_next_step(zones: Story, events: Sequence[Event], expected: Waiting) -> None:
    zones.tell("trial", TRIAL, *events)
    assert waiting(zones) == expected


def test_a_trial_is_concluded_by_its_last_day(zones: Story) -> None:
    zones.tell("trial", TRIAL, *RUNNING)
    (row,) = zones.rows(inbox, "due", where={"command": "trial.conclude"})
    assert row == {"due": YEAR_END}


@pytest.mark.parametrize("events", [*(events for events, _ in TRIALS)])
def test_every_task_of_a_trial_names_a_command_that_its_organisation_may_send(
    zones: Story, events: Sequence[Event]
) -> None:
    zones.tell("trial", TRIAL, *events)
    tasks = [(org, command) for org, commands in waiting(zones).items() for command in commands]
    assert [task for task in tasks if ROLES[task[0]] not in permitted(task[1])] == []
