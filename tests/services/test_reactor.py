"""The reactor: what the rules say follows from an event is asked for by the office's robot, once."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic_core import from_json, to_json

from domain import lead, zone
from domain.application.events import PlaqueUnveiled
from domain.lead_values import Match
from services.commands.client import CommandClient
from services.ledger.log import Entry
from services.projector.main import run as projector
from services.reactor.main import run as reactor
from services.reactor.memory import Memory
from tests.domain.examples import example
from tests.services.conftest import running
from tests.services.history import LEAD, MATCH, OFFICIAL, SECTION, happened, shared

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from nats.aio.client import Client

    from services.ledger.log import Log
    from services.settings import Settings

EXITED = "high-tech-zone"
AWARD = {"zone": EXITED, "reason": "匹配度高"}


@contextlib.asynccontextmanager
async def reacting(base: Settings) -> AsyncIterator[None]:
    """A projector and a reactor at work."""
    async with running(base, projector), running(base, reactor):
        yield


async def arrives(log: Log, subject: str, type_: str, seconds: float = 20) -> dict[str, object]:
    """The event of that type, as soon as it stands on the subject."""
    async with asyncio.timeout(seconds):
        while True:
            for stored in await log.read(subject):
                body: dict[str, object] = from_json(stored.body)
                if body["type"] == type_:
                    return body
            await asyncio.sleep(0.02)


async def reacted_to(log: Log, data: Path) -> int:
    """Wait until the reactor has reacted to everything in the log; its position."""
    memory, head = Memory(data), await log.head()
    async with asyncio.timeout(20):
        while (position := memory.position(log.incarnation)) < head:
            await asyncio.sleep(0.02)
            head = await log.head()
    memory.close()
    return position


async def withdrawn(log: Log, zone_id: str) -> None:
    """The zone is withdrawn, as an approved exit would have it."""
    last = await log.last(f"evt.zone.{zone_id}")
    assert last is not None
    template = from_json(last.body)
    event = zone.Withdrawn(evaluation=f"2021--{zone_id}")
    body = template | {
        "id": str(uuid4()),
        "type": event.name,
        "dataschema": event.dataschema,
        "sequence": template["sequence"] + 1,
        "causationid": str(uuid4()),
        "data": event.model_dump(mode="json"),
    }
    subject = f"evt.zone.{zone_id}"
    await log.append([Entry(subject, to_json(body))], {subject: last.position})


async def test_a_withdrawn_zone_loses_its_leads_to_the_exchange_by_the_robots_hand(
    client: CommandClient, commands: Settings, world: Log
) -> None:
    claim = {"zone": EXITED, "match": MATCH}
    await client.send(SECTION, "lead", "share", "held", LEAD, official=OFFICIAL)
    await client.send("high-tech-committee", "lead", "claim", "held", claim, official=OFFICIAL)
    await client.send(SECTION, "lead", "award", "held", AWARD, official=OFFICIAL)
    await client.send(SECTION, "lead", "share", "claimed", LEAD, official=OFFICIAL)
    await client.send("high-tech-committee", "lead", "claim", "claimed", claim, official=OFFICIAL)
    async with reacting(commands):
        await withdrawn(world, EXITED)
        released = await arrives(world, "evt.lead.held", "lead.released")
        await arrives(world, "evt.lead.claimed", "lead.claim-withdrawn")
    cause = await arrives(world, f"evt.zone.{EXITED}", "zone.withdrawn")
    assert (released["org"], released["actorkind"]) == ("office", "robot")
    assert released["correlationid"] == cause["correlationid"]


async def test_a_reactor_that_forgot_everything_reacts_again_and_changes_nothing(
    client: CommandClient, commands: Settings, world: Log, tmp_path: Path
) -> None:
    await happened(world, "lead", "held", shared(), claimed(), awarded())
    async with reacting(commands):
        await withdrawn(world, EXITED)
        await arrives(world, "evt.lead.held", "lead.released")
        await reacted_to(world, tmp_path)
    before = await world.head()
    for each in tmp_path.glob("reactor.sqlite*"):
        each.unlink()
    async with reacting(commands):
        assert await reacted_to(world, tmp_path) == before
    assert await world.head() == before


async def test_a_reaction_waits_for_the_command_service(world: Log, base: Settings, nc: Client) -> None:
    await happened(world, "lead", "held", shared(), claimed(), awarded())
    async with reacting(base):
        await withdrawn(world, EXITED)
        await asyncio.sleep(0.3)
        async with running(base):
            await arrives(world, "evt.lead.held", "lead.released")


async def test_a_refused_reaction_is_kept_and_the_next_event_is_reacted_to(
    client: CommandClient, commands: Settings, world: Log, tmp_path: Path
) -> None:
    again = example(PlaqueUnveiled).model_copy(update={"zone": EXITED, "body": "high-tech-committee"})
    await happened(world, "application", f"{EXITED}--9", again)
    await happened(world, "lead", "held", shared(), claimed(), awarded())
    async with reacting(commands):
        await withdrawn(world, EXITED)
        await arrives(world, "evt.lead.held", "lead.released")
        await reacted_to(world, tmp_path)
    memory = Memory(tmp_path)
    (refused,) = memory.all_refused()
    assert (refused.name, refused.entity, refused.rule) == ("zone.establish", EXITED, "unknown-entity")
    assert refused.zh
    assert refused.en
    memory.close()


def claimed() -> lead.Claimed:
    """The zone that will leave claims."""
    return lead.Claimed(zone=EXITED, match=Match(industry="有配套", land="有净地", energy="可保障"))


def awarded() -> lead.Awarded:
    """And gets the lead."""
    return lead.Awarded(zone=EXITED, reason="匹配", since=date(2021, 11, 2), protected_until=date(2022, 1, 31))
