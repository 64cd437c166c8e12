"""Deadline (期限): a clock of a case, started, stopped and settled by what happens to the case. 系统约定 10

Only the system itself sends the commands, as reactions to events (`cause`: the event's position) or to an alarm that
goes off. What it has heard already, or what finds no clock to act on, leaves the clock unmoved. Each run keeps the
period of the rulebook that its case was then under: a revision never moves a clock that runs.
"""

from __future__ import annotations

from domain.deadline.commands import Cancel, Expire, Resume, Settle, Start, Stop, Warn
from domain.deadline.decisions import decide, needs
from domain.deadline.events import (
    Breached,
    Cancelled,
    DeadlineEvent,
    Expired,
    Met,
    Resumed,
    Started,
    Stopped,
    Warned,
)
from domain.deadline.state import Stage, State, evolve
from domain.deadline.values import CLOCKS, Ending, Kind, Responsible, deadline_id
from domain.kernel import Decider

__all__ = [
    "CLOCKS",
    "Breached",
    "Cancel",
    "Cancelled",
    "DeadlineEvent",
    "Ending",
    "Expire",
    "Expired",
    "Kind",
    "Met",
    "Responsible",
    "Resume",
    "Resumed",
    "Settle",
    "Stage",
    "Start",
    "Started",
    "State",
    "Stop",
    "Stopped",
    "Warn",
    "Warned",
    "deadline",
    "deadline_id",
    "decide",
    "evolve",
]

deadline = Decider("deadline", State(), evolve, decide, parts=("clock", "*"), needs=needs, dated_by_causes=True)
