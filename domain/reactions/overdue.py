"""A due date has passed: what the rules say follows for the case itself. 三(四), 四(一)

That it passed is an event of the deadline, whatever follows. A report that never came, and a protection that ended,
open the lead again; a matter that nobody answered goes up.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.deadline import Breached, Expired, Kind
from domain.envelope import Recorded
from domain.holdings import Holdings
from domain.kernel import Command, Event
from domain.lead import Lapse
from domain.matter import Escalate
from domain.matter_values import EscalationReason
from domain.reactions.reaction import Reaction, reaction

CAUSES: frozenset[type[Event]] = frozenset({Breached, Expired})
GONE_ON = frozenset(
    {
        "out-of-turn",
        "not-the-holder",
        "hold-stands",
        "dispute-ruled-first",
        "answer-not-overdue",
        "date-not-before-latest",
    }
)
"""The case has gone on meanwhile: nothing follows."""


def follows(recorded: Recorded, _holdings: Holdings) -> Iterator[Reaction]:
    """What follows for the lead or the matter, judged by the legal date of the breach.

    What was done late, and told the clock so itself, has gone on by that date: nothing follows from it.
    """
    event: Breached | Expired = recorded.event  # type: ignore[assignment]  # only causes come here
    asked = asked_of_the_case(event)
    if asked is not None:
        found = reaction(recorded, asked, event.case)
        yield Reaction(found.command, found.category, found.entity, found.command_id, found.effective, GONE_ON)


def asked_of_the_case(event: Breached | Expired) -> Command | None:
    """The lead is open again, the matter goes up; of other cases nothing is asked but that people act."""
    match event.kind:
        case Kind.PROGRESS | Kind.PROTECTION if event.zone is not None:
            return Lapse(zone=event.zone)
        case Kind.ANSWER:
            return Escalate(reason=EscalationReason.OVERDUE)
        case _:
            return None
