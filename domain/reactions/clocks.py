"""What happens to a case starts, stops and settles its clocks. 系统约定 5, 10

The days are the rulebook's, the dates the events' own. Which event does what stands in one `match` for each category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain import application, evaluation, lead, matter, zone
from domain.application import Outcome
from domain.corrections import in_effect, is_correction, of
from domain.deadline import Cancel, Ending, Kind, Resume, Settle, Start, Stop, deadline_id
from domain.envelope import Recorded
from domain.kernel import Command, Event
from domain.reactions.reaction import Reaction, reaction, zone_of

MOOT = frozenset({"clock-unmoved", "unknown-entity"})
"""A clock that does not run need not be stopped."""
KEPT, REPLACED, SETTLED = Ending.KEPT, Ending.REPLACED, Ending.SETTLED
Meant = tuple[Kind, Command]
"""What is asked of which clock of the case."""


@dataclass(frozen=True)
class Cause:
    """An event that clocks hear of."""

    recorded: Recorded

    def starts(
        self,
        kind: Kind,
        replaces: Ending = KEPT,
        *,
        until: date | None = None,
        zone: str | None = None,
        org: str | None = None,
        investment: int | None = None,
    ) -> Meant:
        """The clock starts, under the rulebook of the event."""
        return kind, Start(
            kind=kind,
            case=self.recorded.entity,
            cause=self.recorded.position,
            rulebook=self.recorded.rulebook,
            due=until,
            zone=zone,
            org=org,
            investment=investment,
            replaces=replaces,
        )

    def settles(self, *kinds: Kind) -> Iterator[Meant]:
        """What they ask is done."""
        return ((kind, Settle(cause=self.recorded.position)) for kind in kinds)

    def cancels(self, *kinds: Kind) -> Iterator[Meant]:
        """Nobody asks it any more."""
        return ((kind, Cancel(cause=self.recorded.position)) for kind in kinds)

    def held(self, zone_id: str, protected_until: date) -> Iterator[Meant]:
        """A zone holds the lead anew: it is to report, and is protected for a time."""
        yield self.starts(Kind.PROGRESS, REPLACED, zone=zone_id)
        yield self.starts(Kind.PROTECTION, REPLACED, zone=zone_id, until=protected_until)


def of_an_application(event: Event, cause: Cause) -> Iterator[Meant]:
    """初核、补正、专家评审、审议; the check stands still while a correction is open. 二(三)2"""
    match event:
        case application.Filed():
            yield cause.starts(Kind.CHECK)
        case application.CorrectionRequested(due=due):
            yield Kind.CHECK, Stop(cause=cause.recorded.position)
            yield cause.starts(Kind.CORRECTION, until=due)
        case application.Supplemented():
            yield from cause.settles(Kind.CORRECTION)
            yield Kind.CHECK, Resume(cause=cause.recorded.position)
        case application.EligibilityConfirmed() | application.Returned():
            yield from cause.settles(Kind.CHECK)
            yield from cause.cancels(Kind.CORRECTION)
        case application.PanelAppointed():
            yield cause.starts(Kind.REVIEW)
        case application.Shortlisted():
            yield from cause.settles(Kind.REVIEW)
            yield cause.starts(Kind.PLENARY)
        case application.Declined():
            yield from cause.settles(Kind.REVIEW)
        case application.Deliberated(outcome=Outcome.DEFERRED):
            yield cause.starts(Kind.PLENARY, SETTLED)
        case application.Deliberated():
            yield from cause.settles(Kind.PLENARY)
        case application.Withdrawn():
            yield from cause.cancels(Kind.CHECK, Kind.CORRECTION, Kind.REVIEW, Kind.PLENARY)
        case _:
            return


def of_a_zone(event: Event, cause: Cause) -> Iterator[Meant]:
    """限期整改. 四(四)"""
    match event:
        case zone.RectificationOrdered(due=due):
            yield cause.starts(Kind.RECTIFICATION, REPLACED, until=due, zone=cause.recorded.entity)
        case zone.RectificationReported():
            yield from cause.settles(Kind.RECTIFICATION)
        case zone.RectificationAccepted() | zone.RectificationFailed() | zone.RectificationLifted() | zone.Withdrawn():
            yield from cause.cancels(Kind.RECTIFICATION)
        case _:
            return


def of_an_evaluation(event: Event, cause: Cause) -> Iterator[Meant]:
    """申诉期. 四(四)"""
    match event:
        case evaluation.Graded(appeal_by=date() as until):
            yield cause.starts(Kind.APPEAL, REPLACED, until=until, zone=zone_of(cause.recorded))
        case evaluation.Appealed():
            yield from cause.settles(Kind.APPEAL)
        case _:
            return


def of_a_lead(event: Event, cause: Cause) -> Iterator[Meant]:
    """线索响应、研判、反馈, before a zone holds it. 三(四)"""
    match event:
        case lead.Shared(investment=investment):
            yield cause.starts(Kind.RESPONSE)
            yield cause.starts(Kind.ASSESSMENT, investment=investment)
        case lead.Assessed(follow_up=follow_up):
            yield from cause.settles(Kind.RESPONSE, Kind.ASSESSMENT)
            if not follow_up:
                yield from cause.cancels(Kind.FEEDBACK)
        case lead.Claimed():
            yield from cause.settles(Kind.RESPONSE)
            yield cause.starts(Kind.FEEDBACK)
        case lead.ClaimWithdrawn():
            yield Kind.FEEDBACK, Cancel(cause=cause.recorded.position, if_unclaimed=True)
        case lead.Awarded():
            yield from cause.settles(Kind.RESPONSE, Kind.FEEDBACK)
        case lead.Closed():
            yield from cause.cancels(Kind.RESPONSE, Kind.ASSESSMENT, Kind.FEEDBACK)
        case _:
            pass
    yield from of_a_held_lead(event, cause)


def of_a_held_lead(event: Event, cause: Cause) -> Iterator[Meant]:
    """跟进报告、首谈保护; a dispute ends both, a ruling gives them anew. 三(四)"""
    match event:
        case (
            lead.Awarded(zone=zone_id, protected_until=until)
            | lead.Transferred(receiver=zone_id, protected_until=until)
        ):
            yield from cause.held(zone_id, until)
        case lead.Ruled(protected_until=date() as until):
            yield from cause.held(event.zone or event.former or "", until)
        case lead.Progressed(zone=zone_id):
            yield cause.starts(Kind.PROGRESS, SETTLED, zone=zone_id)
        case lead.Signed():
            yield from cause.settles(Kind.PROGRESS, Kind.PROTECTION)
        case lead.Released() | lead.ClaimLapsed() | lead.Disputed() | lead.Closed():
            yield from cause.cancels(Kind.PROGRESS, Kind.PROTECTION)
        case _:
            return


def of_a_matter(event: Event, cause: Cause) -> Iterator[Meant]:
    """答复期限. 四(一)"""
    match event:
        case matter.Assigned(due=due, assignee=assignee):
            yield cause.starts(Kind.ANSWER, REPLACED, until=due, org=assignee)
        case matter.Answered():
            yield from cause.settles(Kind.ANSWER)
        case matter.Resolved() | matter.HandedOver(assignee=None):
            yield from cause.cancels(Kind.ANSWER)
        case _:
            return


CASES: Mapping[str, Callable[[Event, Cause], Iterable[Meant]]] = {
    "application": of_an_application,
    "zone": of_a_zone,
    "evaluation": of_an_evaluation,
    "lead": of_a_lead,
    "matter": of_a_matter,
}
"""Whose events clocks hear of, by category."""


def clocks_after(recorded: Recorded) -> list[Reaction]:
    """What an event means for the clocks of its case, on its own legal date; the same however often it is delivered."""
    hears = CASES.get(recorded.category)
    meant = [] if hears is None else hears(recorded.event, Cause(recorded))
    return [_asked(recorded, kind, command) for kind, command in meant]


def clocks_corrected(correction: Recorded, history: Iterable[Recorded]) -> list[Reaction]:
    """What a correction in the case's `history` means: a clock that the wrong event began runs as the right one says.

    Whatever was recorded after the correction is left out, so that it means the same however late it is delivered.
    """
    known = [each for each in history if each.position <= correction.position]
    wrong = str(of(correction).corrects)
    right = next(each for each in in_effect(known) if each.id == wrong)
    others = (each.position for each in known if is_correction(each) and str(of(each).corrects) == wrong)
    causes = (right.position, *(position for position in others if position < correction.position))
    found = []
    for asked in clocks_after(right):
        if isinstance(asked.command, Start):
            command = asked.command.model_copy(update={"cause": correction.position, "mistaken": causes})
            named = reaction(correction, command, asked.entity)
            found.append(replace(named, effective=asked.effective, moot=MOOT))
    return found


def _asked(recorded: Recorded, kind: Kind, command: Command) -> Reaction:
    asked = reaction(recorded, command, deadline_id(kind, recorded.entity))
    return Reaction(asked.command, asked.category, asked.entity, asked.command_id, asked.effective, MOOT)
