"""Many act on one thing at once: exactly one gets it, the others learn who has it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from domain.kernel import Role
from domain.messages import Receipt, Refusal
from services.commands.client import CommandClient
from services.ledger.connection import connect
from tests.services.conftest import running
from tests.services.history import (
    LEAD,
    MATCH,
    OFFICE,
    OFFICIAL,
    SECTION,
    established,
    happened,
    planned,
    registered,
)

if TYPE_CHECKING:
    from services.ledger.log import Log
    from services.settings import Settings

CLIENTS = 20


async def test_twenty_clients_claim_and_award_one_lead_at_once_and_exactly_one_zone_gets_it(
    world: Log, base: Settings, tmp_path: Path
) -> None:
    zones = {f"zone-{number}": f"committee-{number}" for number in range(CLIENTS)}
    for zone, body in zones.items():
        await registered(world, body, Role.COMMITTEE)
        await happened(world, "zone", zone, established(body), planned())
    async with contextlib.AsyncExitStack() as stack:
        for data in (tmp_path, tmp_path / "other"):
            await stack.enter_async_context(running(replace(base, data=data)))
        clients = [
            CommandClient(await stack.enter_async_context(await connect(base.nats_url)), patience=30) for _ in zones
        ]
        await clients[0].send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
        answers = await asyncio.gather(*map(claim_and_award, clients, zones, zones.values()))
    won = [receipt for receipt in answers if isinstance(receipt, Receipt)]
    lost = [refusal for refusal in answers if isinstance(refusal, Refusal)]
    history = [stored.body.decode() for stored in await world.read("evt.lead.l1")]
    awarded = [body for body in history if '"type":"lead.awarded"' in body]
    assert (len(won), len(lost), len(awarded)) == (1, CLIENTS - 1, 1)
    (holder,) = [zone for zone in zones if f'"zone":"{zone}"' in awarded[0]]
    assert all(holder in refusal.message.zh and holder in refusal.message.en for refusal in lost)


async def claim_and_award(client: CommandClient, zone: str, body: str) -> Receipt | Refusal:
    """The zone claims the lead, and the office awards it to that zone."""
    claim = await client.send(body, "lead", "claim", "l1", {"zone": zone, "match": MATCH}, official=OFFICIAL)
    if isinstance(claim, Refusal):
        return claim
    award = {"zone": zone, "reason": "匹配度高"}
    return await client.send(OFFICE, "lead", "award", "l1", award, official=OFFICIAL)


async def test_one_of_many_with_the_same_expectation_acts_and_the_others_learn_that_they_are_late(
    client: CommandClient,
) -> None:
    await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    assessment = {"follow_up": True, "major": True, "reason": "重大项目"}
    answers = await asyncio.gather(
        *(
            client.send(SECTION, "lead", "assess", "l1", assessment, official=OFFICIAL, expected=1)
            for _ in range(CLIENTS)
        )
    )
    rules = [answer.rule for answer in answers if isinstance(answer, Refusal)]
    assert rules == ["stale-expectation"] * (CLIENTS - 1)
