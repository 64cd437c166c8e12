"""What the replication of an experience (复制推广) leaves to be done, and by whom. 三(二)"""

from __future__ import annotations

from domain import replication as steps
from domain.envelope import Recorded
from domain.experience import Amended, Catalogued
from domain.experience_values import Entry
from domain.kernel import SEPARATOR
from projections.inbox.tasks import Who, body, is_party, nothing_waits, office, party, settled, the_end, then, waits
from projections.kernel import Changes, On, on


def lead_department(recorded: Recorded) -> Who:
    """The department that leads the experience that a replication is of."""
    return party("experience", recorded.entity.split(SEPARATOR)[0])


def stated(event: Entry, recorded: Recorded) -> Changes:
    """Who leads an experience verifies its replication."""
    yield is_party(recorded, event.lead_department)


def planned(event: steps.Planned, recorded: Recorded) -> Changes:
    """The zone carries its plan out by the day that it named."""
    yield nothing_waits(recorded)
    yield waits(recorded, steps.Implement, body(recorded), due=event.due)


def effect_reported(_event: steps.EffectReported, recorded: Recorded) -> Changes:
    """What came of it is known; a later period may be reported at any time."""
    yield settled(recorded, steps.ReportEffect)


EXPERIENCES: tuple[On, ...] = (
    on(Catalogued, stated),
    on(Amended, stated),
    on(steps.Planned, planned),
    on(steps.Implemented, then(steps.Verify, lead_department)),
    on(steps.Verified, then(steps.ReportEffect, body)),
    on(steps.SentBack, then(steps.Implement, body)),
    on(steps.FoundInapplicable, then(steps.ConfirmInapplicability, office)),
    on(steps.InapplicabilityConfirmed, the_end),
    on(steps.InapplicabilityRejected, then(steps.Plan, body)),
    on(steps.EffectReported, effect_reported),
    on(steps.Ended, the_end),
)
