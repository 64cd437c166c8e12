"""What a promotion (招商推介) leaves to be done, and by whom. 三(四)"""

from __future__ import annotations

from domain import promotion as promotions
from domain.envelope import Recorded
from projections.inbox.tasks import is_party, party, the_end, waits
from projections.kernel import Changes, On, on


def announced(event: promotions.Announced, recorded: Recorded) -> Changes:
    """The host says what came of it, on the day or after."""
    yield is_party(recorded, event.host)
    yield waits(recorded, promotions.Hold, party("promotion", recorded.entity), due=event.day)


PROMOTIONS: tuple[On, ...] = (
    on(promotions.Announced, announced),
    on(promotions.Held, the_end),
    on(promotions.Cancelled, the_end),
)
