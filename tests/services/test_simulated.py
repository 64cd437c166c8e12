"""A simulated year sent to the real command service on a real server, each command twice: it decides the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from domain.catalogue import DECIDERS
from domain.envelope import Recorded
from domain.kernel import Actor, Command, Payload
from domain.messages import CommandMessage, Receipt, Refusal
from services.commands.handler import Handler
from services.documents.door import DocumentsAtTheDoor
from services.documents.intake import taken_in
from services.documents.store import Documents
from services.ledger.index import Index
from services.ledger.repository import Repository
from services.scenario.papers import content_of
from services.simulation.business import furnished, opening, orders
from services.simulation.orders import Outcome
from services.simulation.town import PAPERS
from services.simulation.world import World

if TYPE_CHECKING:
    from datetime import date

    from nats.aio.client import Client

    from services.ledger.log import Log

SEED, YEARS, ZONES = 1, 2, 12


class Sent(NamedTuple):
    """A command as it reached the log's door, when, and what came of it in memory."""

    subject: str
    body: bytes
    at: datetime
    outcome: Outcome


class Telling(World):
    """A world that keeps what was sent to it, by people and by the reactor."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Sent] = []

    def send(
        self, actor: Actor, command: Command, entity: str, id: UUID, effective: date, correlation: UUID | None = None
    ) -> Outcome:
        outcome = super().send(actor, command, entity, id, effective, correlation)
        message = CommandMessage(
            id=id,
            entity=entity,
            official=actor.name,
            kind=actor.kind,
            effective=effective,
            correlation=correlation,
            data=command.model_dump(mode="json", exclude_none=True),
        )
        body = message.model_dump_json(exclude_none=True).encode()
        self.sent.append(Sent(f"cmd.{actor.org}.{command.name}", body, self.now, outcome))
        return outcome


def told() -> Telling:
    """Some years in memory."""
    world = Telling()
    furnished(world)
    for order in opening(ZONES):
        world.play(order)
    for order in orders(world, SEED, YEARS, ZONES):
        world.play(order)
    world.react()
    return world


async def hand_in(documents: Documents, folder: Path) -> None:
    for document in PAPERS:
        file = folder / document.name
        file.write_bytes(content_of(document.name))
        await documents.put(taken_in(file, name=document.name))


def said(recorded: Recorded) -> Payload:
    """Everything that an event says, but for the digest of its command's JSON, which memory has no use for."""
    return {name: value for name, value in recorded.attributes.items() if name != "causationdigest"}


async def test_the_service_decides_a_simulated_life_as_memory_did_and_a_second_time_changes_nothing(
    ledger: Log, nc: Client, tmp_path: Path
) -> None:
    world = told()
    assert {each.category for each in world.log} == set(DECIDERS), "of every aggregate something was decided"
    documents, index = await Documents.open(nc), await Index.open(ledger, tmp_path / "index")
    now = datetime.now(UTC)
    handler = Handler(Repository(ledger, index), DocumentsAtTheDoor(documents), lambda: now)
    try:
        await hand_in(documents, tmp_path)
        for each in world.sent:
            now = each.at
            first, again = [await handler.answer(each.subject, each.body) for _ in range(2)]
            assert isinstance(first, Refusal if each.outcome.refusal else Receipt), (each, first)
            if isinstance(first, Receipt):
                assert again == first.model_copy(update={"repeated": True})
                assert first.types == tuple(event.type for event in each.outcome.events)
            elif isinstance(again, Refusal):
                assert again.rule == first.rule
        stored = await ledger.read("evt.>", limit=len(world.log) + 1)
        in_log = [Recorded.read(each.position, each.recorded, each.body) for each in stored]
        assert [said(each) for each in in_log] == [said(each) for each in world.log]
    finally:
        await documents.close()
        await index.close()
