"""What a lead and an evaluation leave to be done, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from domain import evaluation as evaluations
from domain import evaluation_round as rounds
from domain import lead as leads
from domain import zone as zones
from domain.evaluation_values import Outcome as ExitOutcome
from domain.kernel import Event
from domain.lead_values import ReleaseReason
from projections.inbox import inbox
from tests.projections.cast import (
    AWARDED,
    BODY,
    CLAIMED,
    DEC_1,
    GOVERNMENT,
    LEAD,
    NOV_2,
    OTHER_BODY,
    OTHER_ZONE,
    PROPOSED,
    RELEASED,
    RULED,
    SECTION,
    SHARED,
    TRANSFERRED,
    ZONE,
    made,
    two_zones,
)
from tests.projections.story import Story
from tests.projections.waiting import Waiting, waiting

TO_ASSESS = {"office": ["lead.assess"]}
FOLLOWED = leads.Assessed(follow_up=True, major=False, reason="好")
SHELVED = leads.Assessed(follow_up=False, major=False, reason="小")
OTHER_CLAIM = made(leads.Claimed, zone=OTHER_ZONE)
TAKEN_BACK = leads.ClaimWithdrawn(zone=OTHER_ZONE, reason=ReleaseReason.OTHER, note=None)
HELD = (SHARED, FOLLOWED, CLAIMED, AWARDED)
DISCLOSED = leads.InvestorDisclosed(zone=ZONE, note=None)
SIGNED = made(leads.Signed, zone=ZONE)
DISPUTED = made(leads.Disputed)
FLAGGED, FLAGGED_TWICE = (made(leads.DuplicateFlagged, earlier=earlier) for earlier in ("lead-0", "lead-00"))
CONFIRMED = made(leads.DuplicateConfirmed, earlier="lead-0")
TO_THE_OTHER = {SECTION: ["lead.disclose-investor"], OTHER_BODY: ["lead.report-progress"]}
LEADS: list[tuple[Sequence[Event], Waiting]] = [
    ((SHARED,), TO_ASSESS),
    ((SHARED, FOLLOWED), {}),
    ((SHARED, SHELVED), {}),
    ((SHARED, FOLLOWED, CLAIMED, OTHER_CLAIM), {SECTION: ["lead.award", "lead.award"]}),
    ((SHARED, FOLLOWED, CLAIMED, OTHER_CLAIM, TAKEN_BACK), {SECTION: ["lead.award"]}),
    ((*HELD,), {SECTION: ["lead.disclose-investor"], BODY: ["lead.report-progress"]}),
    ((*HELD, DISCLOSED), {BODY: ["lead.report-progress"]}),
    ((*HELD, RELEASED), {}),
    ((*HELD, DISCLOSED, PROPOSED), {BODY: ["lead.report-progress"], OTHER_BODY: ["lead.accept-transfer"]}),
    ((*HELD, DISCLOSED, PROPOSED, made(leads.TransferDeclined)), {BODY: ["lead.report-progress"]}),
    ((*HELD, DISCLOSED, PROPOSED, made(leads.TransferWithdrawn)), {BODY: ["lead.report-progress"]}),
    ((*HELD, DISCLOSED, PROPOSED, TRANSFERRED), TO_THE_OTHER),
    ((*HELD, DISCLOSED, PROPOSED, made(leads.ClaimLapsed)), {}),
    ((*HELD, SIGNED), {BODY: ["lead.break-ground"]}),
    ((*HELD, SIGNED, made(leads.Landed, zone=ZONE)), {BODY: ["lead.commission"]}),
    ((*HELD, SIGNED, made(leads.Landed, zone=ZONE), made(leads.Commissioned)), {}),
    ((*HELD, DISPUTED, RELEASED), {"office": ["lead.rule"]}),
    ((*HELD, DISPUTED, RULED), TO_THE_OTHER),
    ((*HELD, FLAGGED, FLAGGED_TWICE, RELEASED), {"office": ["lead.confirm-duplicate", "lead.confirm-duplicate"]}),
    ((*HELD, FLAGGED, FLAGGED_TWICE, CONFIRMED, RELEASED), {"office": ["lead.confirm-duplicate"]}),
    ((*HELD, FLAGGED, made(leads.Closed)), {}),
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


def test_a_ruling_lets_another_first_reporter_decide(registered: Story) -> None:
    ruled = made(leads.Ruled, zone=None, reporter=GOVERNMENT, former=None, protected_until=None)
    registered.tell("lead", LEAD, SHARED, FOLLOWED, CLAIMED, DISPUTED, ruled)
    assert waiting(registered) == {GOVERNMENT: ["lead.award"]}


EXITS: dict[Any, Event] = {outcome: made(evaluations.ExitDeliberated, outcome=outcome) for outcome in ExitOutcome}
SCORED = made(evaluations.Scored, evaluator="expert-1")
EVALUATION: list[tuple[Sequence[Event], Waiting]] = [
    ((SCORED,), {"office": ["evaluation.grade"]}),
    ((SCORED, made(evaluations.Graded)), {"office": ["evaluation.conclude"]}),
    ((SCORED, made(evaluations.Graded), made(evaluations.Appealed)), {"office": ["evaluation.decide-appeal"]}),
    (
        (SCORED, made(evaluations.Graded), made(evaluations.Appealed), made(evaluations.AppealDecided)),
        {"office": ["evaluation.conclude"]},
    ),
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
