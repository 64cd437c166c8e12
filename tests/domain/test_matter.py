"""Matters to be coordinated: raised, assigned, answered, taken higher, settled. 四(一)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel import ActorKind, Command, Event, Role
from domain.matter import (
    Answer,
    Answered,
    Assign,
    Assigned,
    Escalate,
    Escalated,
    HandedOver,
    HandOver,
    Raise,
    Raised,
    Reopen,
    Reopened,
    Resolve,
    Resolved,
    Stage,
    State,
    matter,
)
from domain.matter_values import EscalationReason
from tests.domain.scenarios import (
    AUDITOR,
    COMMERCE,
    COMMITTEE,
    CUSTOMS,
    EXPERTS,
    GOVERNMENT,
    OFFICE,
    OTHER_COMMITTEE,
    SECTION,
    Facts,
    Given,
    fact,
    given,
    organisation_fact,
)
from tests.domain.zones import NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

RAISE = Raise(title="口岸通关衔接", question="联动区货物如何在口岸一次放行", zone=ZONE)
RAISED = Raised(raiser=COMMITTEE, **dict(RAISE))
NOBODY_S = Raise(title="统计口径", question="联动区数据报送口径")
NOBODY_S_RAISED = Raised(raiser=COMMITTEE, **dict(NOBODY_S))
DUE = date(2021, 11, 12)
AFTER = date(2021, 11, 13)
ASSIGN = Assign(assignee=CUSTOMS, due=DUE)
ASSIGNED = Assigned(**dict(ASSIGN))
ANSWER = Answer(reply="可纳入一次放行试点")
ANSWERED = Answered(assignee=CUSTOMS, **dict(ANSWER))
OVERDUE = Escalate(reason=EscalationReason.OVERDUE)
MAJOR = Escalate(reason=EscalationReason.MAJOR, note="涉及跨部门改革")
ESCALATED = Escalated(**dict(MAJOR))
RESOLVE = Resolve(outcome="纳入试点")
RESOLVED = Resolved(**dict(RESOLVE))
REOPEN = Reopen(reason="试点未落实")
REOPENED = Reopened(reason="试点未落实", zone=ZONE)
HAND_OVER = HandOver(zone=ZONE, reason="退出")
GONE = zone(withdrawn=True)
OPEN: tuple[tuple[Event, ...], ...] = (
    (RAISED,),
    (RAISED, ASSIGNED),
    (RAISED, ASSIGNED, ANSWERED),
    (RAISED, ESCALATED),
    (RAISED, ASSIGNED, ANSWERED, RESOLVED, REOPENED),
)


def a_matter(*events: Event, facts: Facts | None = None, latest: date = NOV_2) -> Given:
    around = {**zone(), **other_zone(), **(facts or {})}
    return given(matter, *events, entity="matter-1", opened=NOV_2, latest=latest, facts=around)


def to(assignee: str) -> Assigned:
    return Assigned(assignee=assignee, due=DUE, note=None)


def test_a_matter_is_raised_assigned_answered_and_resolved() -> None:
    raised = a_matter().when(RAISE, by=COMMITTEE).then(RAISED)
    assigned = raised.when(ASSIGN, by=OFFICE).then(ASSIGNED)
    answered = assigned.when(ANSWER, by=CUSTOMS, on=NOV_3, today=NOV_4).then(ANSWERED)
    assert answered.when(RESOLVE, by=OFFICE, on=NOV_4, today=NOV_4).then(RESOLVED).state.stage is Stage.RESOLVED


@pytest.mark.parametrize("by", [OFFICE, COMMERCE, SECTION, COMMITTEE, "changshou-district"])
def test_any_member_raises_a_matter_that_is_no_zone_s_alone(by: str) -> None:
    a_matter().when(NOBODY_S, by=by).then(Raised(raiser=by, **dict(NOBODY_S)))


@pytest.mark.parametrize("by", [EXPERTS[0], AUDITOR, GOVERNMENT, "the-public"])
def test_whoever_is_no_member_raises_nothing(by: str) -> None:
    a_matter().when(NOBODY_S, by=by).refused("role-may-not")


def test_a_body_does_not_raise_the_matter_of_another_s_zone() -> None:
    a_matter().when(RAISE, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE, body=COMMITTEE)


def test_a_department_may_raise_a_matter_of_a_zone() -> None:
    a_matter().when(RAISE, by=CUSTOMS).accepted()


@pytest.mark.parametrize("by", [COMMITTEE, CUSTOMS, OFFICE])
def test_no_new_matter_is_raised_of_a_withdrawn_zone(by: str) -> None:
    a_matter(facts=GONE).when(RAISE, by=by).refused("zone-withdrawn")


def test_a_matter_is_raised_once() -> None:
    a_matter(RAISED).when(RAISE, by=COMMITTEE).refused("out-of-turn")


def test_only_a_person_of_the_office_assigns() -> None:
    a_matter(RAISED).when(ASSIGN, by=COMMITTEE).refused("role-may-not")
    a_matter(RAISED).when(ASSIGN, by=OFFICE, kind=ActorKind.ROBOT).refused("decided-by-a-person")


@pytest.mark.parametrize("assignee", [EXPERTS[0], AUDITOR, GOVERNMENT])
def test_only_a_member_is_assigned_a_matter(assignee: str) -> None:
    command = ASSIGN.model_copy(update={"assignee": assignee})
    a_matter(RAISED).when(command).refused("assignee-is-a-member", assignee=assignee)


def test_a_dissolved_department_is_assigned_nothing() -> None:
    dissolved = fact(CUSTOMS, organisation_fact(Role.DEPARTMENT, dissolved=True))
    a_matter(RAISED, facts=dissolved).when(ASSIGN).refused("assignee-is-a-member")


def test_an_answer_is_due_on_the_day_of_the_assignment_at_the_earliest() -> None:
    at_once = ASSIGN.model_copy(update={"due": NOV_3})
    a_matter(RAISED).when(at_once, on=NOV_3, today=NOV_4).accepted()
    a_matter(RAISED).when(at_once, on=NOV_4, today=NOV_4).refused("answer-due-ahead", due="2021-11-03")


@pytest.mark.parametrize("history", [*OPEN, (RAISED, ASSIGNED, ESCALATED)])
def test_an_open_matter_may_be_assigned_to_another(history: tuple[Event, ...]) -> None:
    after = a_matter(*history).when(Assign(assignee=COMMERCE, due=DUE)).then(to(COMMERCE))
    after.when(ANSWER, by=CUSTOMS).refused("assignee-only", assignee=COMMERCE)


def test_a_resolved_matter_is_not_assigned() -> None:
    a_matter(RAISED, ASSIGNED, ANSWERED, RESOLVED).when(ASSIGN).refused("out-of-turn")


@pytest.mark.parametrize("by", [COMMERCE, OFFICE, COMMITTEE])
def test_only_the_assignee_answers(by: str) -> None:
    a_matter(RAISED, ASSIGNED).when(ANSWER, by=by).refused("assignee-only", assignee=CUSTOMS)


def test_what_was_taken_higher_unassigned_is_answered_by_nobody() -> None:
    a_matter(RAISED, ESCALATED).when(ANSWER, by=CUSTOMS).refused("assignee-only", assignee="nobody")


def test_what_was_taken_higher_may_still_be_answered() -> None:
    a_matter(RAISED, ASSIGNED, ESCALATED).when(ANSWER, by=CUSTOMS).then(ANSWERED)


def test_an_answer_bears_no_date_before_its_assignment() -> None:
    early = a_matter(RAISED, ASSIGNED, latest=NOV_4).when(ANSWER, by=CUSTOMS, on=NOV_3, today=NOV_4)
    early.refused("date-not-before-latest", latest="2021-11-04")


def test_a_robot_takes_a_matter_higher_on_the_day_after_its_answer_was_due() -> None:
    waiting = a_matter(RAISED, ASSIGNED)
    waiting.when(OVERDUE, kind=ActorKind.ROBOT, on=DUE, today=AFTER).refused("answer-not-overdue", due="2021-11-12")
    after = waiting.when(OVERDUE, kind=ActorKind.ROBOT, today=AFTER).then(Escalated(**dict(OVERDUE)))
    after.when(OVERDUE, kind=ActorKind.ROBOT, today=AFTER).refused("out-of-turn")


@pytest.mark.parametrize("history", [(RAISED,), (RAISED, ASSIGNED, ANSWERED)])
def test_what_waits_for_no_answer_is_not_overdue(history: tuple[Event, ...]) -> None:
    a_matter(*history).when(OVERDUE, today=AFTER).refused("answer-not-overdue", due="none")


def test_a_robot_does_not_judge_what_is_a_major_problem() -> None:
    a_matter(RAISED).when(MAJOR, kind=ActorKind.ROBOT).refused("decided-by-a-person")


def test_whoever_takes_a_matter_higher_by_hand_says_why() -> None:
    silent = Escalate(reason=EscalationReason.MAJOR)
    a_matter(RAISED).when(silent).refused("escalation-says-why")
    a_matter(RAISED).when(MAJOR).then(ESCALATED)


def test_the_office_or_whoever_raised_it_takes_a_matter_higher() -> None:
    a_matter(RAISED, ASSIGNED).when(MAJOR, by=COMMITTEE).then(ESCALATED)
    a_matter(RAISED, ASSIGNED).when(MAJOR, by=CUSTOMS).refused("office-or-raiser", raiser=COMMITTEE)


@pytest.mark.parametrize("history", [(RAISED, ASSIGNED, ANSWERED), (RAISED, ESCALATED)])
def test_the_office_resolves_on_an_answer_or_on_what_was_decided_higher(history: tuple[Event, ...]) -> None:
    a_matter(*history).when(RESOLVE).then(RESOLVED)
    a_matter(*history).when(RESOLVE, by=COMMITTEE).refused("role-may-not")
    a_matter(*history).when(RESOLVE, kind=ActorKind.ROBOT).refused("decided-by-a-person")


@pytest.mark.parametrize("history", [(RAISED,), (RAISED, ASSIGNED)])
def test_nothing_is_resolved_unanswered(history: tuple[Event, ...]) -> None:
    a_matter(*history).when(RESOLVE).refused("out-of-turn")


@pytest.mark.parametrize("by", [OFFICE, COMMITTEE])
def test_the_office_or_whoever_raised_it_opens_a_matter_again(by: str) -> None:
    after = a_matter(RAISED, ASSIGNED, ANSWERED, RESOLVED).when(REOPEN, by=by).then(REOPENED)
    after.when(ANSWER, by=CUSTOMS).refused("out-of-turn")
    after.when(ASSIGN).then(ASSIGNED)


def test_nobody_else_opens_a_matter_again_nor_one_that_is_open() -> None:
    a_matter(RAISED, ASSIGNED, ANSWERED, RESOLVED).when(REOPEN, by=CUSTOMS).refused("office-or-raiser")
    a_matter(RAISED).when(REOPEN, by=COMMITTEE).refused("out-of-turn")


def test_a_withdrawn_zone_opens_nothing_again_but_the_office_may() -> None:
    resolved = a_matter(RAISED, ASSIGNED, ANSWERED, RESOLVED, facts=GONE)
    resolved.when(REOPEN, by=COMMITTEE).refused("zone-withdrawn")
    resolved.when(REOPEN, by=OFFICE).then(REOPENED)


def handed_over(assignee: str | None) -> HandedOver:
    return HandedOver(zone=ZONE, raiser=OFFICE, assignee=assignee, reason="退出")


@pytest.mark.parametrize("history", [(RAISED, ASSIGNED), (RAISED, ASSIGNED, ESCALATED)])
def test_a_withdrawn_zone_s_matter_is_still_answered_by_whoever_it_was_assigned_to(history: tuple[Event, ...]) -> None:
    before = a_matter(*history, facts=GONE)
    after = before.when(HAND_OVER, kind=ActorKind.ROBOT).then(handed_over(CUSTOMS))
    assert after.state.stage is before.state.stage
    assert (after.state.raiser, after.state.zone, after.state.due) == (OFFICE, None, DUE)
    after.when(HAND_OVER).refused("matter-of-this-zone", holder="nobody")
    after.when(ANSWER, by=CUSTOMS).then(ANSWERED)


UNANSWERED_BY_ANOTHER = [
    *(history for history in OPEN if history != (RAISED, ASSIGNED)),
    (RAISED, to(COMMITTEE)),
    (RAISED, to(COMMITTEE), ESCALATED),
]


@pytest.mark.parametrize("history", UNANSWERED_BY_ANOTHER)
def test_a_withdrawn_zone_s_matter_that_no_other_is_to_answer_waits_for_the_office(history: tuple[Event, ...]) -> None:
    after = a_matter(*history, facts=GONE).when(HAND_OVER, kind=ActorKind.ROBOT).then(handed_over(None))
    assert after.state == State(Stage.HANDED_OVER, OFFICE)
    after.when(HAND_OVER).refused("out-of-turn")
    after.when(ASSIGN).then(ASSIGNED)
    after.when(RESOLVE).then(RESOLVED)


def test_whoever_else_raised_a_matter_of_a_withdrawn_zone_is_still_told_what_comes_of_it() -> None:
    by_customs = Raised(raiser=CUSTOMS, **dict(RAISE))
    after = a_matter(by_customs, facts=GONE).when(HAND_OVER).accepted()
    assert after.state.raiser == CUSTOMS


def test_a_zone_in_being_keeps_its_matters() -> None:
    a_matter(RAISED).when(HAND_OVER).refused("zone-not-withdrawn")


def test_a_matter_of_another_zone_is_not_handed_over() -> None:
    other = HandOver(zone=OTHER_ZONE, reason="退出")
    a_matter(RAISED, facts=other_zone(withdrawn=True)).when(other).refused("matter-of-this-zone", holder=ZONE)


def test_a_resolved_matter_is_left_as_it_is() -> None:
    a_matter(RAISED, ASSIGNED, ANSWERED, RESOLVED, facts=GONE).when(HAND_OVER).refused("out-of-turn")


@pytest.mark.parametrize("command", [HAND_OVER, ASSIGN, RESOLVE])
def test_a_member_does_not_do_what_is_the_office_s(command: Command) -> None:
    a_matter(RAISED, ASSIGNED, ANSWERED).when(command, by=COMMITTEE).refused("role-may-not")
