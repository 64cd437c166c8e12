"""lead shared -> look for duplicates: the robot flags what looks like an earlier lead, a person judges it. 三(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from domain.envelope import Recorded
from domain.lead import Closed, FlagDuplicate, Shared
from domain.reactions import Reaction
from domain.vocabulary import term
from services.duplicates.index import Index

if TYPE_CHECKING:
    from services.duplicates.index import Likeness
    from services.ledger.log import Log

SUBJECT = "evt.lead.*"
PAGE = 1000
"""Events read at once while the index is made."""


class Duplicates:
    """The leads that stand, in the order of the log, and what follows from another one."""

    def __init__(self) -> None:
        """Begin with no lead."""
        self._index = Index()

    async def catch_up(self, log: Log, until: int) -> None:
        """Learn of every lead up to and including position `until`, to which the reactor has reacted already."""
        after = 0
        while after < until and (page := await log.read(SUBJECT, after, PAGE)):
            for stored in page:
                if stored.position <= until:
                    self._learn(Recorded.read(stored.position, stored.recorded, stored.body))
            after = page[-1].position

    def follows(self, recorded: Recorded) -> list[Reaction]:
        """What to ask for because of an event: the same flags under the same ids however often it is delivered."""
        found: list[Reaction] = []
        if isinstance(event := recorded.event, Shared):
            alike = self._index.alike(recorded.entity, event.investor, event.project)
            found = [_flag(recorded, likeness) for likeness in alike]
        self._learn(recorded)
        return found

    def _learn(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, Shared):
            self._index.add(recorded.entity, event.investor, event.project)
        elif isinstance(event, Closed):
            self._index.remove(recorded.entity)


def _flag(recorded: Recorded, likeness: Likeness) -> Reaction:
    grounds = term(likeness.grounds.value).zh
    command = FlagDuplicate(
        earlier=likeness.lead,
        grounds=likeness.grounds,
        investor_likeness=likeness.investor,
        project_likeness=likeness.project,
        reason=f"投资方{grounds}（{likeness.investor}%），项目相近（{likeness.project}%），线索“{likeness.lead}”入库在先。",
    )
    command_id = uuid5(UUID(recorded.id), f"{command.name}/{recorded.entity}/{likeness.lead}")
    return Reaction(command, "lead", recorded.entity, command_id, recorded.effective)
