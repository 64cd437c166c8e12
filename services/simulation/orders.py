"""An order (a command that somebody sends on a day), and what came of it. A list of orders is a whole history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from pydantic_core import to_jsonable_python

from domain.kernel import Command, Payload, Refused

if TYPE_CHECKING:
    from datetime import date

    from domain.envelope import Recorded


@dataclass(frozen=True, slots=True)
class Order:
    """Sent on `day` for `org` through `official`, the `number`-th of its history; `effective` is its legal date.

    `asleep`: the reactor does not look at the log before the next order, as when it was just being started anew.
    """

    number: int
    day: date
    org: str
    official: str
    entity: str
    command: Command
    effective: date
    asleep: bool = False

    @property
    def id(self) -> UUID:
        """The command's id: the same whenever this order is sent, in whatever history."""
        return UUID(int=(1 << 80) + self.number)

    def as_json(self) -> Payload:
        """The order as it can be printed."""
        found: Payload = to_jsonable_python(
            {
                "day": self.day,
                "org": self.org,
                "command": self.command.name,
                "entity": self.entity,
                "effective": self.effective,
                "data": self.command.model_dump(mode="json", exclude_none=True),
                **({"asleep": True} if self.asleep else {}),
            }
        )
        return found


class Outcome(NamedTuple):
    """The events that stand in the log because of a command, or why there are none."""

    events: tuple[Recorded, ...]
    refusal: Refused | None = None
    repeated: bool = False
