"""The rules of deadlines: how periods are counted, and when one has run out. 系统约定 5, 10"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.calendar import by_weekdays, working_days_after, working_days_before, working_days_between
from domain.deadline.events import Breached, Expired, Resumed, Started
from domain.deadline.state import Stage
from domain.deadline.values import CLAUSE, CLOCKS, Kind, Responsible, deadline_id
from domain.facts import ApplicationFact, LeadFact, ZoneFact
from domain.kernel import Refused

if TYPE_CHECKING:
    from domain.deadline.commands import Cancel, DeadlineCommand, Start
    from domain.deadline.events import DeadlineEvent
    from domain.deadline.state import State
    from domain.kernel import Context
    from domain.values import Parameters, Rulebook

ONE_DAY = timedelta(days=1)


def is_called_by_its_case(command: Start, context: Context) -> None:
    """A case has one clock of a kind, called by both. 系统约定 6"""
    wanted = deadline_id(command.kind, command.case)
    if context.entity != wanted:
        raise Refused("clock-called-by-its-case", clause="系统约定 6", field="entity", entity=wanted)


def names_its_day(command: Start) -> None:
    """Where the rulebook sets no period, the case itself says until when. 系统约定 10"""
    if command.due is None and CLOCKS[command.kind].days is None:
        raise Refused("clock-names-its-day", clause=CLAUSE, field="data.due", kind=command.kind.value)


def is_news(command: DeadlineCommand, state: State) -> None:
    """A clock hears of each event of its case once, in the order of the log. 系统约定 9"""
    if getattr(command, "cause", state.cause + 1) <= state.cause:
        raise unmoved(state)


def unmoved(state: State) -> Refused:
    """There is no clock to act on, or it has heard of that already."""
    return Refused("clock-unmoved", clause=CLAUSE, stage=state.stage.value)


def book_of(version: str | None, context: Context) -> Rulebook:
    """The version that the case was under when it started the clock, or the one in force. 系统约定 5"""
    book = context.rulebooks.get(version or "") or context.rulebook
    if book is None:
        raise Refused("no-rulebook-in-force", clause="四(三)", date=context.effective.isoformat())
    return book


def started(command: Start, run: int, context: Context) -> Started:
    """The run as it is counted from the legal date of its cause."""
    book, since = book_of(command.rulebook, context), context.effective
    days = None if command.due is not None else CLOCKS[command.kind].days_under(book.parameters, command.investment)
    due = command.due or working_days_after(context.calendar, since, days or 0)
    return Started(
        kind=command.kind,
        case=command.case,
        run=run,
        cause=command.cause,
        org=bound(command, context),
        zone=command.zone,
        since=since,
        days=days,
        due=due,
        overdue_from=overdue_from(due, context),
        warn_on=warn_on(command.kind, book.parameters, since, due, context),
        rulebook=book.version,
        by_weekdays=days is not None and by_weekdays(context.calendar, since, due),
    )


def bound(command: Start, context: Context) -> str | None:
    """Whom the clock binds on the day it starts, None where nobody knows."""
    match CLOCKS[command.kind].responsible:
        case Responsible.OFFICE:
            return context.actor.org
        case Responsible.APPLICANT:
            application = context.get(ApplicationFact, command.case)
            return None if application is None else application.applicant
        case Responsible.BODY:
            zone = context.get(ZoneFact, command.zone or "")
            return None if zone is None else zone.body
        case Responsible.REPORTER:
            lead = context.get(LeadFact, command.case)
            return None if lead is None else lead.reporter
        case Responsible.NAMED:
            return command.org


def overdue_from(due: date, context: Context) -> date:
    """A clock runs out with the last hour of its due date.

    What was entered afterwards, when the day had passed or was passing, has until the end of the next working day: so
    long its further steps can be entered, too, and nothing lapses while somebody enters a history.
    """
    return max(due, working_days_after(context.calendar, context.today, 1)) + ONE_DAY


def warn_on(kind: Kind, numbers: Parameters, since: date, due: date, context: Context) -> date | None:
    """预警: so many days ahead as the rulebook says, from the day after the start on, never too late. 系统约定 5"""
    if CLOCKS[kind].long:
        ahead = due - timedelta(days=numbers.long_warning_days)
    else:
        ahead = working_days_before(context.calendar, due, numbers.warning_days)
    day = max(ahead, since + ONE_DAY, context.today)
    return day if day <= due else None


def resumed(state: State, cause: int, context: Context) -> Resumed:
    """The days that were left when the clock was stopped count from the day after it is resumed."""
    begun, since = state.started, context.effective
    assert begun is not None, "a clock that was stopped had started"
    due = working_days_after(context.calendar, since, state.remaining)
    numbers = book_of(begun.rulebook, context).parameters
    return Resumed(
        cause=cause,
        due=due,
        overdue_from=overdue_from(due, context),
        warn_on=warn_on(begun.kind, numbers, since, due, context),
        by_weekdays=by_weekdays(context.calendar, since, max(since, due)),
    )


def out_of_time(state: State) -> Breached | Expired:
    """The end of the run: a breach where something was to be done, the mere end of a period elsewhere."""
    begun = state.started
    assert begun is not None, "a clock that runs has started"
    event = Breached if CLOCKS[begun.kind].duty else Expired
    return event(kind=begun.kind, case=begun.case, run=begun.run, org=begun.org, zone=begun.zone, due=state.due)


def puts_right(command: Start, begun: Started, state: State) -> None:
    """A run begun by what was written wrongly is counted anew; one that stood still or is over stays. 系统约定 2"""
    wrong = state.started
    if wrong is None or state.stage not in {Stage.RUNNING, Stage.OVERDUE} or wrong.cause not in command.mistaken:
        raise unmoved(state)
    if state.due != wrong.due or (begun.since, begun.due) == (wrong.since, wrong.due):
        raise unmoved(state)


def breach_first(state: State, context: Context) -> list[DeadlineEvent]:
    """Whatever comes after the due date comes late, though no alarm has gone off: who was late is history, too."""
    late = state.stage is Stage.RUNNING and context.effective > state.due
    ended = out_of_time(state) if late else None
    return [ended] if isinstance(ended, Breached) else []


def nobody_claims(state: State, command: Cancel, context: Context) -> None:
    """An answer is owed as long as one zone claims the lead. 三(四)"""
    begun = state.started
    lead = None if begun is None else context.get(LeadFact, begun.case)
    if command.if_unclaimed and lead is not None and lead.claimants:
        raise unmoved(state)


def alarm_is_due(day: date, context: Context) -> None:
    """An alarm that goes off early, by a clock that is fast, goes off again. 系统约定 10"""
    if context.today < day:
        raise Refused("clock-still-runs", clause=CLAUSE, due=day.isoformat())


def warning_is_ahead(state: State, context: Context) -> None:
    """预警: a warning comes before the end or not at all. 系统约定 10"""
    if context.today > state.due:
        raise unmoved(state)


def days_left(state: State, context: Context) -> int:
    """Working days from the day after a clock is stopped up to its due date."""
    return working_days_between(context.calendar, context.effective, state.due)
