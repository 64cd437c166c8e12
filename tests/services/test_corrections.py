"""A correction through the real door: decided on the event as it is, answered like any other, seen by all readers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pydantic_core import from_json

from domain.messages import Receipt, Refusal
from services.audit.timeline import timeline
from services.exchange.main import run as exchange
from services.ledger.log import Log
from services.ledger.streams import LEADS
from tests.services.conftest import running
from tests.services.history import LEAD, MATCH, OFFICE, OFFICIAL, SECTION

if TYPE_CHECKING:
    from uuid import UUID

    from nats.aio.client import Client

    from domain.kernel import Payload
    from services.commands.client import CommandClient
    from services.settings import Settings

ZONE, BODY = "high-tech-zone", "high-tech-committee"


async def shared(client: CommandClient) -> tuple[UUID, Payload]:
    """A lead was shared: the event's id, and what it holds."""
    receipt = await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    assert isinstance(receipt, Receipt)
    (event,) = receipt.events
    blank = ("land", "energy", "environment", "output", "tax", "location", "help")
    return event, {**dict.fromkeys(blank), **LEAD, "reporter": SECTION}


async def corrected(client: CommandClient, event: UUID, data: Payload, by: str = SECTION) -> Receipt | Refusal:
    request = {"corrects": event, "data": data, "reason": "录入有误"}
    return await client.send(by, "lead", "correct-record", "l1", request, official=OFFICIAL)


async def test_a_corrected_event_counts_in_every_later_decision(client: CommandClient, world: Log) -> None:
    event, data = await shared(client)
    narrowed: Payload = {**data, "investment": 60_000_000_000}
    receipt = await corrected(client, event, narrowed)
    assert isinstance(receipt, Receipt)
    assert (receipt.types, receipt.version) == (("lead.record-corrected",), 2)
    again = await corrected(client, event, narrowed)
    assert isinstance(again, Refusal)
    assert again.rule == "correction-changes-something"
    claim = {"zone": ZONE, "match": MATCH}
    claimed = await client.send(BODY, "lead", "claim", "l1", claim, official=OFFICIAL)
    assert isinstance(claimed, Receipt)
    assert claimed.version == 3
    assert [each.type for each in await timeline(world, "lead", "l1")] == [
        "lead.shared",
        "lead.record-corrected",
        "lead.claimed",
    ]


async def test_the_timeline_shows_what_was_recorded_and_that_it_was_corrected(
    client: CommandClient, world: Log
) -> None:
    event, data = await shared(client)
    receipt = await corrected(client, event, {**data, "summary": "更正后的概要"}, by=OFFICE)
    assert isinstance(receipt, Receipt)
    first, correction = await timeline(world, "lead", "l1")
    assert (first.data["summary"], first.correction) == (LEAD["summary"], receipt.position)
    assert (correction.org, correction.data["corrects"]) == (OFFICE, str(event))


async def test_somebody_else_s_event_is_not_corrected_and_nothing_is_stored(client: CommandClient, world: Log) -> None:
    event, data = await shared(client)
    head = await world.head()
    answer = await corrected(client, event, {**data, "summary": "别人的更正"}, by=BODY)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field, answer.clause) == ("author-corrects", "data.corrects", "系统约定 2")
    assert await world.head() == head


async def test_the_members_feed_follows_a_corrected_industry(
    client: CommandClient, commands: Settings, nc: Client
) -> None:
    event, data = await shared(client)
    async with running(commands, exchange):
        assert isinstance(await corrected(client, event, {**data, "industry": "biomedicine"}), Receipt)
        leads = await Log.open(nc, stream=LEADS.name)
        async with asyncio.timeout(20):
            while len(found := await leads.read("lead.feed.>")) < 3:
                await asyncio.sleep(0.05)
        await leads.close()
    told = [(each.subject, from_json(each.body)["type"]) for each in found]
    assert told[0] == ("lead.feed.all.high-end-equipment.l1", "lead.feed.updated")
    assert sorted(told[1:]) == [
        ("lead.feed.all.biomedicine.l1", "lead.feed.updated"),
        ("lead.feed.all.high-end-equipment.l1", "lead.feed.removed"),
    ]
