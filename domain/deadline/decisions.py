"""What comes of each command to a deadline (期限). 系统约定 10"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deadline import rules
from domain.deadline.commands import Cancel, DeadlineCommand, Expire, Resume, Settle, Start, Stop, Warn
from domain.deadline.events import Cancelled, DeadlineEvent, Met, Started, Stopped, Warned
from domain.deadline.state import OPEN, Stage, State
from domain.deadline.values import CLOCKS, Ending, Responsible

if TYPE_CHECKING:
    from domain.kernel import Context


def decide(command: DeadlineCommand, state: State, context: Context) -> list[DeadlineEvent]:
    """The events that a command makes, or `Refused`."""
    rules.is_news(command, state)
    match command, state.stage:
        case Start(), _:
            rules.is_called_by_its_case(command, context)
            rules.names_its_day(command)
            return start(command, state, context)
        case Stop(cause=cause), Stage.RUNNING:
            left = rules.days_left(state, context)
            return rules.breach_first(state, context) or [Stopped(cause=cause, remaining=left)]
        case Resume(cause=cause), Stage.STOPPED:
            return [rules.resumed(state, cause, context)]
        case Settle(cause=cause), Stage.RUNNING | Stage.STOPPED | Stage.OVERDUE:
            return [*rules.breach_first(state, context), met(state, cause, context)]
        case Cancel(cause=cause), Stage.RUNNING | Stage.STOPPED | Stage.OVERDUE:
            rules.nobody_claims(state, command, context)
            return [*rules.breach_first(state, context), Cancelled(run=run_of(state), cause=cause)]
        case Warn(run=run), Stage.RUNNING if run == run_of(state) and state.warn_on and not state.warned:
            rules.alarm_is_due(state.warn_on, context)
            rules.warning_is_ahead(state, context)
            return [Warned(run=run, due=state.due)]
        case Expire(run=run), Stage.RUNNING if run == run_of(state):
            rules.alarm_is_due(state.overdue_from, context)
            return [rules.out_of_time(state)]
        case _:
            raise rules.unmoved(state)


def start(command: Start, state: State, context: Context) -> list[DeadlineEvent]:
    """The new run, after the end of the one that it replaces; by being done, what is over does not begin again."""
    begun = rules.started(command, run_of(state) + 1, context)
    if command.mistaken:
        rules.puts_right(command, begun, state)
        return [Cancelled(run=run_of(state), cause=command.cause), begun]
    if state.stage not in OPEN:
        if command.replaces is Ending.SETTLED and state.stage is not Stage.NEW:
            raise rules.unmoved(state)
        return [begun]
    match command.replaces:
        case Ending.SETTLED if begun.due > state.due:
            return [*rules.breach_first(state, context), met(state, command.cause, context), begun]
        case Ending.REPLACED:
            ended = Cancelled(run=run_of(state), cause=command.cause)
            return [*rules.breach_first(state, context), ended, begun]
        case _:
            raise rules.unmoved(state)


def met(state: State, cause: int, context: Context) -> Met:
    """Done, in time or not, by the legal date."""
    late = 0 if state.stage is Stage.STOPPED else max(0, (context.effective - state.due).days)
    return Met(run=run_of(state), cause=cause, late=late)


def run_of(state: State) -> int:
    """The number of the latest run, 0 before the first."""
    return 0 if state.started is None else state.started.run


def needs(command: DeadlineCommand, _entity: str, state: State) -> frozenset[tuple[str, str]]:
    """Whom a clock binds is told by its case; whether an answer is still owed, by the lead."""
    begun: Start | Started | None = command if isinstance(command, Start) else state.started
    if begun is None:
        return frozenset()
    wanted = {
        Responsible.APPLICANT: frozenset({("application", begun.case)}),
        Responsible.REPORTER: frozenset({("lead", begun.case)}),
    }
    return wanted.get(CLOCKS[begun.kind].responsible, frozenset())
