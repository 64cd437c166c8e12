"""What a proposed linkage (产业联动) leaves to be done, and by whom. 三(五)"""

from __future__ import annotations

from domain import linkage as linkages
from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from domain.linkage_values import Side
from projections.inbox.tasks import Who, party, the_end, waits
from projections.kernel import Changes, On, on


def proposed(event: linkages.Proposed, recorded: Recorded) -> Changes:
    """The other side agrees, or declines."""
    zone, section, _industry = recorded.entity.split(SEPARATOR)
    other = Who(org=section) if event.side is Side.ZONE else party("zone", zone)
    yield waits(recorded, linkages.Agree, other)


LINKAGES: tuple[On, ...] = (
    on(linkages.Proposed, proposed),
    on(linkages.Agreed, the_end),
    on(linkages.Declined, the_end),
    on(linkages.Ended, the_end),
)
