"""What the system itself asks of a deadline (期限), because of an event or an alarm. 系统约定 10"""

from __future__ import annotations

from datetime import date

from domain.deadline.values import CLAUSE, CaseId, Ending, Kind, Position, Run
from domain.kernel import Command, EntityId, OrgId, ZoneId
from domain.values import Fen


class Start(Command, name="deadline.start", clause=CLAUSE, opens=True, robot=True):
    """Start the clock, until `due` or for the days of `rulebook` (None: the one in force).

    `replaces`: what becomes of a run that goes on. `org` binds whom the event names, `zone` a
    zone's body; `investment` is the lead's investment in fen. `mistaken`: what starts it was written down wrongly,
    only the run that one of these positions began is put right.
    """

    kind: Kind
    case: CaseId
    cause: Position
    rulebook: EntityId | None = None
    due: date | None = None
    zone: ZoneId | None = None
    org: OrgId | None = None
    investment: Fen | None = None
    replaces: Ending = Ending.KEPT
    mistaken: tuple[Position, ...] = ()


class Stop(Command, name="deadline.stop", clause=CLAUSE, robot=True):
    """Stop the clock: others have to act first."""

    cause: Position


class Resume(Command, name="deadline.resume", clause=CLAUSE, robot=True):
    """Let a stopped clock run on."""

    cause: Position


class Settle(Command, name="deadline.settle", clause=CLAUSE, robot=True):
    """Say that what was asked is done."""

    cause: Position


class Cancel(Command, name="deadline.cancel", clause=CLAUSE, robot=True):
    """Say that nothing is asked any more; `if_unclaimed`: only where no zone claims the lead now."""

    cause: Position
    if_unclaimed: bool = False


class Warn(Command, name="deadline.warn", clause=CLAUSE, robot=True):
    """Warn that this run will end (an alarm)."""

    run: Run


class Expire(Command, name="deadline.expire", clause=CLAUSE, robot=True):
    """Say that this run has ended (an alarm)."""

    run: Run


DeadlineCommand = Start | Stop | Resume | Settle | Cancel | Warn | Expire
