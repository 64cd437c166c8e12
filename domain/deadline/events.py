"""What can happen to a deadline (期限). 系统约定 10"""

from __future__ import annotations

from datetime import date

from domain.deadline.values import CaseId, Kind, Position, Run
from domain.kernel import EntityId, Event, OrgId, Value, ZoneId


class End(Value):
    """Which run of which clock ended with the day `due`, and whom it bound."""

    kind: Kind
    case: CaseId
    run: Run
    org: OrgId | None
    zone: ZoneId | None
    due: date


class Started(Event, name="deadline.started"):
    """起算: the day after `since` is the first of `days` (None: the case says until when), `due` the last.

    Working days unless the kind is a long one; `by_weekdays`: of a year in it the holidays were not known. It counts as
    overdue from the day `overdue_from` on, and is warned about on `warn_on` (None: too late, or too short, for that).
    """

    kind: Kind
    case: CaseId
    run: Run
    cause: Position
    org: OrgId | None
    zone: ZoneId | None
    since: date
    days: int | None
    due: date
    overdue_from: date
    warn_on: date | None
    rulebook: EntityId
    by_weekdays: bool


class Stopped(Event, name="deadline.stopped"):
    """中止: so many days are left (working days unless the kind is a long one)."""

    cause: Position
    remaining: int


class Resumed(Event, name="deadline.resumed"):
    """恢复: the days that were left count from the day after on; the other fields as in `Started`."""

    cause: Position
    due: date
    overdue_from: date
    warn_on: date | None
    by_weekdays: bool


class Met(Event, name="deadline.met"):
    """办结: what was asked is done, `late` calendar days after the due date (0: in time)."""

    run: Run
    cause: Position
    late: int


class Cancelled(Event, name="deadline.cancelled"):
    """撤销: nothing is asked any more."""

    run: Run
    cause: Position


class Warned(Event, name="deadline.warned"):
    """预警: it will run out on `due`."""

    run: Run
    due: date


class Breached(End, Event, name="deadline.breached"):
    """逾期: `org` had not done by the end of `due` what it was to do."""


class Expired(End, Event, name="deadline.expired"):
    """届满: a period ended in which somebody could act, or was protected."""


DeadlineEvent = Started | Stopped | Resumed | Met | Cancelled | Warned | Breached | Expired
