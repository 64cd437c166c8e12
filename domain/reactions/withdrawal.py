"""A zone is withdrawn: what it has in hand is lost to nobody, nor is what reaches it afterwards. 四(四)

Which command follows for which kind of thing stands in `domain.holdings.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid5

from domain.envelope import Recorded
from domain.holdings import Holding, Holdings
from domain.holdings.kinds import KINDS, STEPS, Kind
from domain.kernel import EVENTS, Event
from domain.reactions.reaction import Reaction, reaction
from domain.zone import Withdrawn

CAUSES: frozenset[type[Event]] = frozenset({Withdrawn, *(kind for kind, (_, step) in STEPS.items() if step.arrives)})


def follows(recorded: Recorded, holdings: Holdings) -> Iterator[Reaction]:
    """For all that a zone has in hand at its withdrawal, or for the one thing that has come into a hand since."""
    if EVENTS[recorded.type] is Withdrawn:
        for kind in KINDS:
            for held in holdings.of(kind.category, recorded.entity):
                yield _reaction(recorded, kind, recorded.entity, held)
        return
    kind, step = STEPS[EVENTS[recorded.type]]
    zones = step.into(recorded.event, recorded.entity)
    gone = [zone_id for zone_id in zones if holdings.has_withdrawn(zone_id)]
    # The first of several is the one whose it is: when that one has left, the others need not be taken out of it.
    for zone_id in gone[:1] if gone[:1] == list(zones[:1]) else gone:
        yield _reaction(recorded, kind, zone_id, Holding(recorded.entity, recorded.effective))


def _reaction(recorded: Recorded, kind: Kind, zone_id: str, held: Holding) -> Reaction:
    asked = reaction(recorded, kind.follows(zone_id), held.entity, held.latest)
    return replace(asked, command_id=uuid5(asked.command_id, zone_id)) if kind.id_names_zone else asked
