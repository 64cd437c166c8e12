"""A new log: its streams, then its first steps: the office enters itself, its robot publishes the built-in rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.gate import OFFICE_ORG
from domain.kernel import ActorKind, Role
from domain.messages import Receipt
from domain.rulebook import STREAM as RULES
from domain.vocabulary import term
from services.commands.client import CommandClient
from services.ledger.log import Log
from services.ledger.streams import awaited, ensure

if TYPE_CHECKING:
    from nats.aio.client import Client

    from domain.messages import Refusal

ROBOT = "office-robot"
FIRST_STEPS = UUID("5f0c4d6e-2b1a-4c3d-8e9f-a1b2c3d4e5f6")
"""The ids of the first start's commands follow from it: a start that was cut short is taken up where it ended."""
PATIENCE = 60.0
"""Seconds until a command service has to answer."""


class FirstStepRefused(Exception):
    """The log would not take the first steps of a new installation; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep the refusal."""
        super().__init__(refusal.message.en)
        self.refusal = refusal


async def prepared(nc: Client, replicas: int) -> Log:
    """The log, with every stream of ours there, in so many copies and safe.

    Raises `UnsafeStream` with every setting that is not as it has to be, `Unavailable`.
    """
    await ensure(nc, replicas)
    await awaited(nc, replicas)
    return await Log.open(nc)


async def first_steps(nc: Client, events: Log) -> None:
    """On a new log: the office enters itself in the register, and its robot publishes the illustrative rulebook.

    Both go through the command door like everything else.
    """
    client = CommandClient(nc, patience=PATIENCE, timeout=2.0)
    name = term(Role.OFFICE.value)
    if await events.last(f"evt.organisation.{OFFICE_ORG}") is None:
        data: dict[str, object] = {
            "name_zh": name.zh,
            "name_en": name.en,
            "role": Role.OFFICE,
            "officials": [term("office.first-official").zh],
        }
        await _step(client, "organisation", "register", OFFICE_ORG, data)
    if await events.last(f"evt.rulebook.{RULES}") is None:
        await _step(client, "rulebook", "publish", RULES, {"rulebook": ILLUSTRATIVE})


async def _step(client: CommandClient, category: str, command: str, entity: str, data: dict[str, object]) -> None:
    id = uuid5(FIRST_STEPS, f"{category}.{command}")
    kind = ActorKind.ROBOT
    answer = await client.send(OFFICE_ORG, category, command, entity, data, official=ROBOT, id=id, kind=kind)
    if not isinstance(answer, Receipt):
        raise FirstStepRefused(answer)
