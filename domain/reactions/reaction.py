"""What the office's robot is to ask for, and under which id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from domain.envelope import Recorded
from domain.kernel import SEPARATOR, Command


@dataclass(frozen=True, slots=True)
class Reaction:
    """A command to send for the office as a robot, on the legal date `effective`, always under the same id.

    `moot`: the rules whose refusal says that nothing has to be done.
    """

    command: Command
    category: str
    entity: str
    command_id: UUID
    effective: date
    moot: frozenset[str] = frozenset()


def reaction(recorded: Recorded, command: Command, entity: str, latest: date | None = None) -> Reaction:
    """The command because of the event; `latest`: the latest legal date of the case it touches, if that is another."""
    effective = max(recorded.effective, latest or recorded.effective)
    command_id = uuid5(UUID(recorded.id), f"{command.name}/{entity}")
    return Reaction(command, command.name.partition(".")[0], entity, command_id, effective)


def zone_of(recorded: Recorded) -> str:
    """The zone in the id of an evaluation: `year--zone`."""
    return recorded.entity.rpartition(SEPARATOR)[2]
