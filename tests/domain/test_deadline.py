"""Deadlines: counted in working days under the rulebook of their case, warned about, breached, settled. 系统约定 10"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.deadline import (
    CLOCKS,
    Breached,
    Cancel,
    Cancelled,
    Ending,
    Expire,
    Expired,
    Kind,
    Met,
    Resume,
    Resumed,
    Settle,
    Start,
    Started,
    Stop,
    Stopped,
    Warn,
    Warned,
    deadline,
    deadline_id,
)
from domain.facts import ApplicationFact, LeadFact, ZoneFact
from domain.kernel import COMMANDS, ActorKind, Command
from domain.lead_likeness import fingerprint
from domain.values import Parameters
from services.working_days import CHINESE
from tests.domain.generated import INVESTOR
from tests.domain.scenarios import COMMITTEE, OFFICE, PLATFORM, Facts, Given, Outcome, fact, given

FRIDAY = date(2021, 9, 17)
CASE = f"{PLATFORM}--1"
FACTS: Facts = {
    **fact(CASE, ApplicationFact(applicant=COMMITTEE, ended=False, plaque=False)),
    **fact(PLATFORM, ZoneFact(body=COMMITTEE, industries=frozenset(), withdrawn=False)),
}


def clock(kind: Kind = Kind.CHECK, case: str = CASE, *, facts: Facts = FACTS) -> Given:
    """A clock that has not started."""
    return given(deadline, entity=deadline_id(kind, case), facts=facts)


def asked(so_far: Given, command: Command, day: date, **more: Any) -> Outcome:  # noqa: ANN401 - as when()
    """What comes of it when the system asks on that day, of which it is also the legal date."""
    today = more.pop("today", day)
    return so_far.when(command, kind=ActorKind.ROBOT, on=day, today=today, calendar=CHINESE, **more)


def start(kind: Kind = Kind.CHECK, case: str = CASE, cause: int = 1, **more: Any) -> Start:  # noqa: ANN401 - as Start
    """A start under the illustrative rulebook."""
    return Start(kind=kind, case=case, cause=cause, rulebook=ILLUSTRATIVE.version, **more)


def running() -> Given:
    """The eligibility check of an application filed on a Friday: ten working days, over the holidays of 2021."""
    return asked(clock(), start(), FRIDAY).accepted()


def latest(so_far: Given) -> Any:  # noqa: ANN401 - whichever event
    """The event that happened last."""
    return so_far.events[-1]


def test_working_days_leave_out_the_holidays_and_count_the_days_worked_in_their_place() -> None:
    begun = latest(running())
    # Mid-autumn 19-21 September (Saturday 18 was worked), National Day 1-7 October (Sunday 26 was worked).
    assert (begun.days, begun.due) == (10, date(2021, 10, 8))
    assert begun.overdue_from == date(2021, 10, 9)
    assert begun.by_weekdays is False
    assert begun.org == OFFICE


def test_a_year_whose_holidays_are_not_announced_counts_by_weekdays_and_says_so() -> None:
    begun = latest(asked(clock(), start(), date(2031, 9, 26)).accepted())
    assert begun.due == date(2031, 10, 10), "National Day is not known yet"
    assert begun.by_weekdays is True


def test_a_warning_comes_as_many_working_days_ahead_as_the_rulebook_says() -> None:
    begun = latest(running())
    assert begun.warn_on == date(2021, 9, 29), "two working days are left then"
    asked(running(), Warn(run=1), date(2021, 9, 28)).refused("clock-still-runs", due="2021-09-29")
    asked(running(), Warn(run=1), begun.warn_on).then(Warned(run=1, due=begun.due))


def test_one_day_is_warned_about_in_the_morning_of_that_day() -> None:
    facts = fact("lead-1", LeadFact(fingerprint(INVESTOR), frozenset(), reporter=OFFICE))
    begun = latest(
        asked(clock(Kind.RESPONSE, "lead-1", facts=facts), start(Kind.RESPONSE, "lead-1"), FRIDAY).accepted()
    )
    assert begun.due == begun.warn_on == date(2021, 9, 18), "a Saturday that was worked"


def test_a_warning_is_given_once_and_not_after_the_end() -> None:
    warned = asked(running(), Warn(run=1), date(2021, 9, 29)).accepted()
    asked(warned, Warn(run=1), date(2021, 9, 30)).refused("clock-unmoved")
    asked(running(), Warn(run=1), date(2021, 10, 9)).refused("clock-unmoved")


def test_a_clock_runs_out_with_the_last_hour_of_its_due_date() -> None:
    asked(running(), Expire(run=1), date(2021, 10, 8)).refused("clock-still-runs", due="2021-10-09")
    breach = asked(running(), Expire(run=1), date(2021, 10, 9)).accepted()
    assert latest(breach) == Breached(kind=Kind.CHECK, case=CASE, run=1, org=OFFICE, zone=None, due=date(2021, 10, 8))
    asked(breach, Expire(run=1), date(2021, 10, 10)).refused("clock-unmoved")


def test_what_is_done_in_time_is_met() -> None:
    done = asked(running(), Settle(cause=5), date(2021, 10, 8))
    done.then(Met(run=1, cause=5, late=0))
    asked(done.accepted(), Expire(run=1), date(2021, 10, 9)).refused("clock-unmoved")


def test_what_is_done_late_is_breached_first_though_no_alarm_went_off() -> None:
    done = asked(running(), Settle(cause=5), date(2021, 10, 11)).accepted()
    assert [type(each) for each in done.events] == [Started, Breached, Met]
    assert latest(done).late == 3


def test_what_was_entered_afterwards_has_until_the_end_of_the_next_working_day() -> None:
    friday = date(2021, 12, 3)
    entered = asked(clock(), start(), FRIDAY, today=friday).accepted()
    assert (latest(entered).due, latest(entered).warn_on) == (date(2021, 10, 8), None)
    assert latest(entered).overdue_from == date(2021, 12, 7)
    asked(entered, Settle(cause=2), date(2021, 9, 20), today=friday).then(Met(run=1, cause=2, late=0))


def test_a_stopped_clock_keeps_the_working_days_that_were_left() -> None:
    stopped = asked(running(), Stop(cause=2), date(2021, 9, 22))
    stopped.then(Stopped(cause=2, remaining=8))
    asked(stopped.accepted(), Expire(run=1), date(2021, 12, 1)).refused("clock-unmoved")
    resumed = asked(stopped.accepted(), Resume(cause=3), date(2021, 10, 8)).accepted()
    assert latest(resumed) == Resumed(
        cause=3, due=date(2021, 10, 19), overdue_from=date(2021, 10, 20), warn_on=date(2021, 10, 15), by_weekdays=False
    )
    asked(resumed, Expire(run=1), date(2021, 10, 20)).accepted()


def test_an_overdue_clock_is_stopped_by_nothing() -> None:
    late = asked(running(), Stop(cause=2), date(2021, 10, 9)).accepted()
    assert isinstance(latest(late), Breached)
    asked(late, Resume(cause=3), date(2021, 10, 10)).refused("clock-unmoved")


def test_a_clock_hears_of_each_event_once() -> None:
    done = asked(running(), Settle(cause=5), date(2021, 9, 20)).accepted()
    again = asked(done, start(cause=7), date(2021, 9, 22)).accepted()
    asked(again, Settle(cause=5), date(2021, 9, 20)).refused("clock-unmoved")
    asked(again, start(cause=7), date(2021, 9, 22)).refused("clock-unmoved")
    assert latest(again).run == 2


def test_a_report_starts_the_clock_anew_and_an_older_one_does_not_pull_it_back() -> None:
    held = asked(clock(Kind.PROGRESS, "lead-1"), start(Kind.PROGRESS, "lead-1", zone=PLATFORM), FRIDAY).accepted()
    assert latest(held).org == COMMITTEE
    report = start(Kind.PROGRESS, "lead-1", 2, zone=PLATFORM, replaces=Ending.SETTLED)
    reported = asked(held, report, date(2021, 9, 22)).accepted()
    assert [type(each) for each in reported.events] == [Started, Met, Started]
    asked(reported, report.model_copy(update={"cause": 3}), date(2021, 9, 18)).refused("clock-unmoved")


def test_another_holder_has_a_clock_of_its_own() -> None:
    held = asked(clock(Kind.PROGRESS, "lead-1"), start(Kind.PROGRESS, "lead-1", zone=PLATFORM), FRIDAY).accepted()
    anew = start(Kind.PROGRESS, "lead-1", 2, zone=PLATFORM, replaces=Ending.REPLACED)
    passed = asked(held, anew, FRIDAY).accepted()
    assert [type(each) for each in passed.events] == [Started, Cancelled, Started]


def test_a_second_claim_leaves_the_clock_of_the_first() -> None:
    facts = fact("lead-1", LeadFact(fingerprint(INVESTOR), frozenset(), reporter="commerce-commission"))
    first = asked(clock(Kind.FEEDBACK, "lead-1", facts=facts), start(Kind.FEEDBACK, "lead-1"), FRIDAY).accepted()
    assert latest(first).org == "commerce-commission"
    asked(first, start(Kind.FEEDBACK, "lead-1", 2), date(2021, 9, 18)).refused("clock-unmoved")


def test_an_answer_is_owed_while_one_zone_claims() -> None:
    facts = fact("lead-1", LeadFact(fingerprint(INVESTOR), frozenset(), claimants=frozenset({PLATFORM})))
    first = asked(clock(Kind.FEEDBACK, "lead-1", facts=facts), start(Kind.FEEDBACK, "lead-1"), FRIDAY).accepted()
    gone = Cancel(cause=3, if_unclaimed=True)
    asked(first, gone, FRIDAY).refused("clock-unmoved")
    nobody = fact("lead-1", LeadFact(fingerprint(INVESTOR), frozenset()))
    asked(first, gone, FRIDAY, facts=nobody).then(Cancelled(run=1, cause=3))


def test_the_end_of_a_protection_is_no_breach() -> None:
    until = FRIDAY + timedelta(days=90)
    protected = start(Kind.PROTECTION, "lead-1", zone=PLATFORM, due=until)
    held = asked(clock(Kind.PROTECTION, "lead-1"), protected, FRIDAY).accepted()
    assert (latest(held).days, latest(held).due, latest(held).warn_on) == (None, until, until - timedelta(days=30))
    over = asked(held, Expire(run=1), until + timedelta(days=1)).accepted()
    assert isinstance(latest(over), Expired)


def test_a_revised_rulebook_moves_no_clock_that_runs_and_rules_those_that_start_under_it() -> None:
    hasty = Parameters(eligibility_days=1, warning_days=1)
    revised = ILLUSTRATIVE.model_copy(update={"version": "2021-9", "parameters": hasty})
    stopped = asked(running(), Stop(cause=2), date(2021, 9, 22), rulebook=revised).accepted()
    resumed = asked(stopped, Resume(cause=3), date(2021, 9, 22), rulebook=revised).accepted()
    assert (latest(resumed).due, latest(resumed).warn_on) == (date(2021, 10, 8), date(2021, 9, 29))
    anew = start().model_copy(update={"rulebook": "2021-9"})
    assert latest(asked(clock(), anew, FRIDAY, rulebook=revised).accepted()).due == date(2021, 9, 18)


def test_a_major_lead_has_the_days_of_a_major_lead() -> None:
    start_of = {
        amount: latest(
            asked(
                clock(Kind.ASSESSMENT, "lead-1"),
                start(Kind.ASSESSMENT, "lead-1", investment=amount),
                FRIDAY,
            ).accepted()
        ).days
        for amount in (499_999_999_99, 500_000_000_00)
    }
    assert start_of == {499_999_999_99: 3, 500_000_000_00: 7}


@pytest.mark.parametrize("name", sorted(name for name in COMMANDS if name.startswith("deadline.")))
def test_nobody_sets_or_hides_a_clock_by_hand(name: str) -> None:
    from tests.domain.examples import example  # noqa: PLC0415 - one place needs it

    running().when(example(COMMANDS[name]), by=OFFICE).refused("asked-by-the-system", command=name)


def test_a_clock_is_called_by_its_case() -> None:
    wrong = given(deadline, entity=deadline_id(Kind.PLENARY, CASE), facts=FACTS)
    asked(wrong, start(), FRIDAY).refused("clock-called-by-its-case", entity=deadline_id(Kind.CHECK, CASE))


def test_every_clock_is_settled_by_commands_that_exist() -> None:
    assert {name for terms in CLOCKS.values() for name in terms.settles} <= COMMANDS.keys()
    assert {terms.days for terms in CLOCKS.values()} - {None} <= Parameters.model_fields.keys()


def test_a_period_that_is_not_counted_in_working_days_says_nothing_of_holidays() -> None:
    until = date(2031, 3, 1)
    held = start(Kind.PROTECTION, "lead-1", zone=PLATFORM, due=until)
    assert latest(asked(clock(Kind.PROTECTION, "lead-1"), held, date(2030, 12, 1)).accepted()).by_weekdays is False
