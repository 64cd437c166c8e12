"""Trials: raised by a zone, proposed with partners, never started or resumed without a risk under control. 三(三)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel import ActorKind, Command, Event
from domain.trial import (
    Approve,
    AssessRisk,
    Conclude,
    Concluded,
    InnovationRecognised,
    Join,
    Lapsed,
    PartnerLeft,
    ProgressReported,
    ProposalRefused,
    Propose,
    Proposed,
    RaiseObstacle,
    RecogniseInnovation,
    Refuse,
    ReportProgress,
    Result,
    Resume,
    Resumed,
    RiskReassessed,
    Stage,
    Start,
    Suspend,
    Suspended,
    SuspendOnExit,
    trial,
)
from tests.domain.experiences import experience_of
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    CUSTOMS,
    DISTRICT,
    OFFICE,
    OTHER_COMMITTEE,
    OTHER_SECTION,
    SECTION,
    Facts,
    Given,
    given,
)
from tests.domain.trials import (
    AGREED,
    APPROVED,
    ASSESS,
    CONCLUDED,
    CONTROLLED,
    OVER,
    PROPOSED,
    RAISED,
    READY,
    RECOGNISED,
    RUNNING,
    SECTION_JOINED,
    STARTED,
    SUSPENDED,
    TRIAL,
    UNCONTROLLED,
    YEAR_END,
    ZONE_JOINED,
    a_trial,
)
from tests.domain.zones import MINUTES, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

TODAY = date(2022, 3, 31)
RAISE = RaiseObstacle(**dict(RAISED))
PROPOSE = Propose.model_validate(PROPOSED.model_dump(exclude={"zone"}))
LOST_CONTROL = AssessRisk(controllable=False, reason="货物去向不明")
APPROVE = Approve(meeting="全体会议", minutes=MINUTES, reason="同意", until=YEAR_END)
REFUSE, REFUSED = Refuse(reason="与上位法不符"), ProposalRefused(reason="与上位法不符")
START = Start(in_section=NOV_4, in_zone=NOV_4)
REPORT = ReportProgress(summary="首批 12 票")
SUSPEND = Suspend(reason="触发停止条件")
RESUME = Resume(reason="整改完成")
CONCLUDE = Conclude(result=Result.SUCCEEDED, summary="可复制")
RECOGNISE = RecogniseInnovation(**dict(RECOGNISED))
EXIT, OTHER_EXIT = SuspendOnExit(zone=ZONE, reason="退出"), SuspendOnExit(zone=OTHER_ZONE, reason="退出")
REASSESSED = RiskReassessed(**dict(ASSESS))


def proposal(**changes: object) -> Propose:
    return Propose.model_validate({**PROPOSE.model_dump(), **changes})


def left(zone_id: str) -> Facts:
    return zone(withdrawn=True) if zone_id == ZONE else other_zone(withdrawn=True)


def test_a_trial_goes_from_the_obstacle_to_the_recognition() -> None:
    raised = a_trial().when(RAISE, by=COMMITTEE).then(RAISED)
    proposed = raised.when(PROPOSE, by=COMMITTEE).then(PROPOSED)
    joined = proposed.when(Join(), by=SECTION).then(SECTION_JOINED)
    agreed = joined.when(Join(zone=OTHER_ZONE), by=OTHER_COMMITTEE).then(ZONE_JOINED)
    assessed = agreed.when(ASSESS, by=CUSTOMS).then(CONTROLLED)
    approved = assessed.when(APPROVE).then(APPROVED)
    started = approved.when(START, by=COMMITTEE, on=NOV_4, today=TODAY).then(STARTED)
    reported = started.when(REPORT, by=SECTION, today=TODAY).then(ProgressReported(zone=ZONE, **dict(REPORT)))
    concluded = reported.when(CONCLUDE, by=COMMITTEE, today=TODAY).then(CONCLUDED)
    recognised = concluded.when(RECOGNISE, today=TODAY).then(RECOGNISED)
    assert recognised.state.stage is Stage.RECOGNISED


def test_a_zone_raises_no_obstacle_of_another_zone() -> None:
    a_trial().when(RAISE, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE, body=COMMITTEE)


def test_a_withdrawn_zone_raises_no_obstacle() -> None:
    a_trial(facts=left(ZONE)).when(RAISE, by=COMMITTEE).refused("zone-withdrawn")


def test_a_section_raises_no_obstacle() -> None:
    a_trial().when(RAISE, by=SECTION).refused("role-may-not")


def test_a_trial_takes_no_id_of_an_experience() -> None:
    a_trial(facts=experience_of(TRIAL)).when(RAISE, by=COMMITTEE).refused("id-is-an-experience-s", entity=TRIAL)


def test_only_the_zone_that_raised_the_obstacle_proposes() -> None:
    a_trial(RAISED).when(PROPOSE, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE)


@pytest.mark.parametrize(
    ("changes", "org"),
    [
        ({"sections": (CUSTOMS,)}, CUSTOMS),
        ({"lead_department": SECTION}, SECTION),
        ({"departments": (DISTRICT,)}, DISTRICT),
    ],
)
def test_a_proposal_gives_each_part_to_whoever_has_the_role_for_it(changes: dict[str, object], org: str) -> None:
    a_trial(RAISED).when(proposal(**changes), by=COMMITTEE).refused("in-being-as", org=org)


@pytest.mark.parametrize(
    ("changes", "partner"),
    [
        ({"partner_zones": (ZONE,)}, ZONE),
        ({"sections": (SECTION, SECTION)}, SECTION),
        ({"departments": (CUSTOMS,)}, CUSTOMS),
    ],
)
def test_a_proposal_names_each_partner_once(changes: dict[str, object], partner: str) -> None:
    a_trial(RAISED).when(proposal(**changes), by=COMMITTEE).refused("partners-differ", partner=partner)


@pytest.mark.parametrize("gone", [ZONE, OTHER_ZONE])
def test_no_withdrawn_zone_is_in_a_proposal(gone: str) -> None:
    a_trial(RAISED, facts=left(gone)).when(PROPOSE, by=COMMITTEE).refused("zone-withdrawn", zone=gone)


@pytest.mark.parametrize("before", [(RAISED,), AGREED, READY, (*AGREED, REFUSED)])
def test_a_trial_is_proposed_anew_before_it_starts_and_everybody_agrees_anew(before: tuple[Event, ...]) -> None:
    anew = a_trial(*before).when(PROPOSE, by=COMMITTEE).then(PROPOSED)
    assert (anew.state.joined, anew.state.controllable) == (frozenset(), None)


def test_a_trial_under_way_is_not_proposed_anew() -> None:
    a_trial(*RUNNING).when(PROPOSE, by=COMMITTEE).refused("out-of-turn")


@pytest.mark.parametrize(
    ("join", "by", "partner"),
    [
        (Join(), OTHER_SECTION, OTHER_SECTION),
        (Join(zone=ZONE), COMMITTEE, ZONE),
        (Join(), OTHER_COMMITTEE, OTHER_COMMITTEE),
    ],
)
def test_nobody_joins_but_the_partners_of_the_proposal(join: Join, by: str, partner: str) -> None:
    a_trial(RAISED, PROPOSED).when(join, by=by).refused("partner-is-awaited", partner=partner)


def test_a_partner_joins_once() -> None:
    a_trial(RAISED, PROPOSED, SECTION_JOINED).when(Join(), by=SECTION).refused("partner-is-awaited")


def test_a_partner_zone_is_joined_by_its_own_body_alone() -> None:
    a_trial(RAISED, PROPOSED).when(Join(zone=OTHER_ZONE), by=COMMITTEE).refused("own-zone", zone=OTHER_ZONE)
    gone = a_trial(RAISED, PROPOSED, facts=left(OTHER_ZONE))
    gone.when(Join(zone=OTHER_ZONE), by=OTHER_COMMITTEE).refused("zone-withdrawn")


def test_the_risk_is_assessed_by_the_lead_department() -> None:
    outcome = a_trial(RAISED, PROPOSED).when(ASSESS, by=COMMERCE)
    outcome.refused("risk-by-the-lead-department", department=CUSTOMS, org=COMMERCE)


def test_no_robot_assesses_approves_or_refuses() -> None:
    before = a_trial(*AGREED)
    before.when(ASSESS, by=CUSTOMS, kind=ActorKind.ROBOT).refused("decided-by-a-person")
    for decision in (APPROVE, REFUSE):
        before.when(decision, kind=ActorKind.ROBOT).refused("decided-by-a-person")


@pytest.mark.parametrize("part", ["measures", "stop_conditions"])
def test_a_risk_is_controllable_only_by_measures_and_stop_conditions(part: str) -> None:
    without = ASSESS.model_copy(update={part: ()})
    a_trial(RAISED, PROPOSED).when(without, by=CUSTOMS).refused("control-names-its-means")


def test_a_risk_out_of_control_needs_none() -> None:
    a_trial(RAISED, PROPOSED).when(AssessRisk(**dict(UNCONTROLLED)), by=CUSTOMS).then(UNCONTROLLED)


@pytest.mark.parametrize("history", [(RAISED, PROPOSED), (RAISED, PROPOSED, UNCONTROLLED)])
def test_nothing_is_approved_without_a_controllable_risk(history: tuple[Event, ...]) -> None:
    a_trial(*history).when(APPROVE).refused("risk-under-control", department=CUSTOMS)


def test_the_latest_assessment_counts() -> None:
    a_trial(RAISED, PROPOSED, UNCONTROLLED, CONTROLLED).when(APPROVE).then(APPROVED)
    a_trial(RAISED, PROPOSED, CONTROLLED, UNCONTROLLED).when(APPROVE).refused("risk-under-control")


def test_nobody_but_the_office_enters_the_approval() -> None:
    a_trial(*AGREED).when(APPROVE, by=CUSTOMS).refused("role-may-not")


def test_a_trial_is_approved_for_a_term_to_come() -> None:
    past = APPROVE.model_copy(update={"until": date(2021, 11, 1)})
    a_trial(*AGREED).when(past).refused("trial-has-a-term", effective="2021-11-02")


def test_no_trial_of_a_withdrawn_zone_is_approved() -> None:
    a_trial(*AGREED, facts=left(ZONE)).when(APPROVE).refused("zone-withdrawn")


def test_a_refusal_gives_its_reason_and_ends_nothing_for_ever() -> None:
    refused = a_trial(RAISED, PROPOSED).when(REFUSE).then(REFUSED)
    refused.when(APPROVE).refused("out-of-turn")
    refused.when(PROPOSE, by=COMMITTEE).then(PROPOSED)


def test_a_trial_does_not_start_unapproved() -> None:
    a_trial(*AGREED).when(START, by=COMMITTEE, on=NOV_4, today=TODAY).refused("out-of-turn")


def test_a_trial_does_not_start_while_its_risk_is_out_of_control() -> None:
    lost = a_trial(*READY).when(LOST_CONTROL, by=CUSTOMS).then(RiskReassessed(**dict(LOST_CONTROL)))
    lost.when(START, by=COMMITTEE, on=NOV_4, today=TODAY).refused("risk-under-control")


def test_a_trial_does_not_start_before_every_partner_has_agreed() -> None:
    alone = a_trial(RAISED, PROPOSED, CONTROLLED, APPROVED).when(START, by=COMMITTEE, on=NOV_4, today=TODAY)
    alone.refused("partners-agree-first", partner=f"{OTHER_ZONE}, {SECTION}")


@pytest.mark.parametrize(
    "apart",
    [
        Start(in_section=NOV_3, in_zone=NOV_4),
        Start(in_section=NOV_4, in_zone=NOV_3),
        Start(in_section=NOV_3, in_zone=NOV_3),
    ],
)
def test_section_and_zone_start_on_one_day_which_is_the_effective_date(apart: Start) -> None:
    a_trial(*READY).when(apart, by=COMMITTEE, on=NOV_4, today=TODAY).refused("starts-together", effective="2021-11-04")


def test_a_trial_starts_within_its_term() -> None:
    late = date(2023, 1, 1)
    outcome = a_trial(*READY).when(Start(in_section=late, in_zone=late), by=COMMITTEE, on=late, today=late)
    outcome.refused("trial-within-its-term", until="2022-12-31")


@pytest.mark.parametrize("gone", [ZONE, OTHER_ZONE])
def test_no_trial_starts_in_a_withdrawn_zone(gone: str) -> None:
    outcome = a_trial(*READY, facts=left(gone)).when(START, by=COMMITTEE, on=NOV_4, today=TODAY)
    outcome.refused("zone-withdrawn", zone=gone)


def test_only_the_zone_that_raised_the_obstacle_reports_the_start() -> None:
    a_trial(*READY).when(START, by=OTHER_COMMITTEE, on=NOV_4, today=TODAY).refused("own-zone")


@pytest.mark.parametrize("by", [COMMITTEE, OTHER_COMMITTEE, SECTION])
def test_whoever_takes_part_reports_progress(by: str) -> None:
    a_trial(*RUNNING).when(REPORT, by=by, today=TODAY).accepted()


@pytest.mark.parametrize("by", [DISTRICT, OTHER_SECTION])
def test_nobody_else_reports_progress(by: str) -> None:
    a_trial(*RUNNING).when(REPORT, by=by, today=TODAY).refused("party-to-the-trial", org=by)


@pytest.mark.parametrize("by", [COMMITTEE, OTHER_COMMITTEE, SECTION, CUSTOMS, COMMERCE, OFFICE])
def test_every_party_may_stop_a_trial(by: str) -> None:
    a_trial(*RUNNING).when(SUSPEND, by=by, today=TODAY).then(SUSPENDED)


def test_a_robot_that_watches_the_stop_conditions_may_stop_a_trial() -> None:
    a_trial(*RUNNING).when(SUSPEND, by=CUSTOMS, kind=ActorKind.ROBOT, today=TODAY).then(SUSPENDED)


@pytest.mark.parametrize("by", [DISTRICT, OTHER_SECTION])
def test_nobody_else_stops_a_trial(by: str) -> None:
    a_trial(*RUNNING).when(SUSPEND, by=by, today=TODAY).refused("party-to-the-trial", org=by)


def test_a_trial_whose_risk_is_found_out_of_control_stops_at_once() -> None:
    stopped = (
        a_trial(*RUNNING)
        .when(LOST_CONTROL, by=CUSTOMS, today=TODAY)
        .then(RiskReassessed(**dict(LOST_CONTROL)), Suspended(zone=None, resumable=True, reason=LOST_CONTROL.reason))
    )
    stopped.when(RESUME, today=TODAY).refused("risk-under-control")


def test_a_trial_whose_risk_stays_under_control_goes_on() -> None:
    assert a_trial(*RUNNING).when(ASSESS, by=CUSTOMS, today=TODAY).then(REASSESSED).state.stage is Stage.RUNNING


def test_a_suspended_trial_goes_on_only_after_its_risk_was_assessed_anew() -> None:
    suspended = a_trial(*RUNNING, SUSPENDED)
    suspended.when(RESUME, today=TODAY).refused("risk-under-control")
    assessed = suspended.when(ASSESS, by=CUSTOMS, today=TODAY).then(REASSESSED)
    resumed = assessed.when(RESUME, today=TODAY).then(Resumed(zone=ZONE, until=YEAR_END, reason="整改完成"))
    assert resumed.state.stage is Stage.RUNNING


def test_a_suspended_trial_does_not_go_on_after_its_term_nor_in_a_withdrawn_zone() -> None:
    late = date(2023, 1, 1)
    a_trial(*RUNNING, SUSPENDED, REASSESSED).when(RESUME, on=late, today=late).refused("trial-within-its-term")
    gone = a_trial(*RUNNING, SUSPENDED, REASSESSED, facts=left(ZONE))
    gone.when(RESUME, today=TODAY).refused("zone-withdrawn")


def test_nobody_but_the_office_lets_a_trial_go_on() -> None:
    a_trial(*RUNNING, SUSPENDED, REASSESSED).when(RESUME, by=COMMITTEE, today=TODAY).refused("role-may-not")


@pytest.mark.parametrize("by", [COMMITTEE, OFFICE])
@pytest.mark.parametrize("history", [RUNNING, (*RUNNING, SUSPENDED)])
def test_a_trial_is_concluded_by_its_zone_or_the_office(history: tuple[Event, ...], by: str) -> None:
    a_trial(*history).when(CONCLUDE, by=by, today=TODAY).then(CONCLUDED)


def test_a_partner_zone_does_not_conclude_the_trial() -> None:
    a_trial(*RUNNING).when(CONCLUDE, by=OTHER_COMMITTEE, today=TODAY).refused("own-zone")


@pytest.mark.parametrize("history", [(RAISED,), AGREED, READY])
def test_what_never_started_can_only_be_given_up(history: tuple[Event, ...]) -> None:
    a_trial(*history).when(CONCLUDE, by=COMMITTEE).refused("result-of-what-started", result="trial-succeeded")
    given_up = Conclude(result=Result.ABANDONED, summary="障碍已消除")
    a_trial(*history).when(given_up, by=COMMITTEE).then(Concluded(**dict(given_up)))


@pytest.mark.parametrize("result", [Result.FAILED, Result.ABANDONED])
def test_no_innovation_is_recognised_of_a_trial_that_brought_none(result: Result) -> None:
    ended = Concluded(result=result, summary="不可复制")
    a_trial(*RUNNING, ended).when(RECOGNISE, today=TODAY).refused("recognised-for-its-result", result=result.value)


def test_a_trial_that_succeeded_in_part_may_be_recognised() -> None:
    partly = Concluded(result=Result.PARTLY, summary="部分可复制")
    recognised = a_trial(*RUNNING, partly).when(RECOGNISE, today=TODAY).accepted()
    assert isinstance(recognised.events[-1], InnovationRecognised)


def test_an_innovation_is_recognised_once_and_by_a_person_of_the_office() -> None:
    a_trial(*OVER, RECOGNISED).when(RECOGNISE, today=TODAY).refused("out-of-turn")
    a_trial(*OVER).when(RECOGNISE, by=CUSTOMS, today=TODAY).refused("role-may-not")
    a_trial(*OVER).when(RECOGNISE, kind=ActorKind.ROBOT, today=TODAY).refused("decided-by-a-person")
    a_trial(*RUNNING).when(RECOGNISE, today=TODAY).refused("out-of-turn")


def test_an_innovation_is_led_by_a_department() -> None:
    led = RECOGNISE.model_copy(update={"lead_department": SECTION})
    a_trial(*OVER).when(led, today=TODAY).refused("in-being-as", org=SECTION)


@pytest.mark.parametrize("history", [(RAISED,), AGREED, READY])
def test_what_has_not_started_lapses_with_the_zone_that_raised_it(history: tuple[Event, ...]) -> None:
    a_trial(*history, facts=left(ZONE)).when(EXIT, kind=ActorKind.ROBOT).then(Lapsed(reason="退出"))


@pytest.mark.parametrize("history", [AGREED, READY, (*RUNNING, SUSPENDED)])
def test_what_is_not_under_way_goes_on_without_a_partner_zone_that_left(history: tuple[Event, ...]) -> None:
    after = a_trial(*history, facts=left(OTHER_ZONE)).when(OTHER_EXIT).then(PartnerLeft(zone=OTHER_ZONE, reason="退出"))
    assert after.state.zones == frozenset()


@pytest.mark.parametrize(("gone", "asked"), [(ZONE, EXIT), (OTHER_ZONE, OTHER_EXIT)])
def test_what_is_under_way_is_suspended_when_one_of_its_zones_leaves(gone: str, asked: SuspendOnExit) -> None:
    stopped = a_trial(*RUNNING, facts=left(gone)).when(asked, kind=ActorKind.ROBOT, today=TODAY)
    stopped.then(Suspended(zone=gone, resumable=gone != ZONE, reason="退出"))


def test_a_trial_goes_on_without_the_partner_zone_that_stopped_it() -> None:
    stopped = a_trial(*RUNNING, Suspended(zone=OTHER_ZONE, resumable=True, reason="退出"), facts=left(OTHER_ZONE))
    assessed = stopped.when(ASSESS, by=CUSTOMS, today=TODAY).accepted()
    assessed.when(RESUME, today=TODAY).accepted()


def test_a_suspended_trial_of_a_zone_that_leaves_can_only_be_concluded() -> None:
    stopped = a_trial(*RUNNING, SUSPENDED, facts=left(ZONE)).when(EXIT, today=TODAY)
    after = stopped.then(Suspended(zone=ZONE, resumable=False, reason="退出"))
    after.when(CONCLUDE, by=OFFICE, today=TODAY).accepted()


def test_no_trial_is_touched_while_its_zones_are_in_being() -> None:
    a_trial(*RUNNING).when(EXIT, today=TODAY).refused("zone-not-withdrawn", zone=ZONE)


def test_no_trial_is_touched_by_the_withdrawal_of_a_zone_that_takes_no_part() -> None:
    alone = Proposed.model_validate({**PROPOSED.model_dump(), "partner_zones": ()})
    outcome = a_trial(RAISED, alone, facts=left(OTHER_ZONE)).when(OTHER_EXIT)
    outcome.refused("zone-of-the-trial", zone=OTHER_ZONE)


@pytest.mark.parametrize("history", [OVER, (RAISED, Lapsed(reason="退出")), (*AGREED, REFUSED)])
def test_what_is_over_stays_as_it_is(history: tuple[Event, ...]) -> None:
    a_trial(*history, facts=left(ZONE)).when(EXIT, today=TODAY).refused("out-of-turn")


IN_ORDER: list[tuple[tuple[Event, ...], Command, str]] = [
    ((RAISED,), PROPOSE, COMMITTEE),
    ((RAISED, PROPOSED), Join(), SECTION),
    ((RAISED, PROPOSED), ASSESS, CUSTOMS),
    (AGREED, APPROVE, OFFICE),
    (AGREED, REFUSE, OFFICE),
    (READY, Start(in_section=NOV_3, in_zone=NOV_3), COMMITTEE),
    (RUNNING, SUSPEND, SECTION),
    ((*RUNNING, SUSPENDED, REASSESSED), RESUME, OFFICE),
    (RUNNING, CONCLUDE, COMMITTEE),
    (OVER, RECOGNISE, OFFICE),
]


@pytest.mark.parametrize(("history", "command", "by"), IN_ORDER)
def test_a_step_bears_no_earlier_date_than_those_it_rests_on(
    history: tuple[Event, ...], command: Command, by: str
) -> None:
    before: Given = given(trial, *history, entity=TRIAL, opened=NOV_3, latest=NOV_4, facts={**zone(), **other_zone()})
    before.when(command, by=by, on=NOV_3, today=TODAY).refused("date-not-before-latest", latest="2021-11-04")
