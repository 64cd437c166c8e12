"""The exchange: each member sees what it may, nothing else, and each change of it exactly once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from nats.js.errors import NotFoundError
from pydantic_core import from_json

from domain import lead
from domain.lead_values import Audience, CloseReason, LapseReason, Match, ReleaseReason, Visibility
from domain.values import Document, Industry
from services.exchange.main import run as exchange
from services.ledger.log import Log
from services.ledger.streams import ensure
from tests.services.conftest import running
from tests.services.history import ZONES, established, happened, shared
from tests.services.test_reactor import withdrawn

if TYPE_CHECKING:
    from nats.aio.client import Client

    from domain.kernel import Event
    from services.settings import Settings

ONE, OTHER = ZONES
CONFIDENTIAL = "保密企业"
NAMED = Visibility(audience=Audience.ZONES, zones=(ONE,))
SAME_INDUSTRY = Visibility(audience=Audience.INDUSTRY)


def claimed(zone: str) -> lead.Claimed:
    return lead.Claimed(zone=zone, match=Match(industry="有配套", land="有净地", energy="可保障"))


def awarded(zone: str) -> lead.Awarded:
    return lead.Awarded(zone=zone, reason="匹配", since=date(2021, 11, 2), protected_until=date(2022, 1, 31))


def released(zone: str) -> lead.Released:
    return lead.Released(zone=zone, reason=ReleaseReason.NO_FIT, note=None, since=date(2021, 12, 1))


def transferred(giver: str, receiver: str) -> lead.Transferred:
    return lead.Transferred(
        giver=giver,
        receiver=receiver,
        source_percent=30,
        agreed=False,
        since=date(2021, 12, 1),
        protected_until=date(2022, 3, 1),
    )


def lapsed(zone: str) -> lead.ClaimLapsed:
    return lead.ClaimLapsed(
        zone=zone, reason=LapseReason.NOTHING_REPORTED, due=date(2021, 12, 1), since=date(2021, 12, 2)
    )


def ruled(*, zone: str | None = None, reporter: str | None = None) -> lead.Ruled:
    return lead.Ruled(
        zone=zone,
        reporter=reporter,
        reason="属实",
        documents=(EVIDENCE,),
        former=ONE if zone else OTHER,
        since=date(2021, 12, 1),
        protected_until=None,
    )


EVIDENCE = Document(name="依据.pdf", sha256="0" * 64, size=1, media_type="application/pdf")
CLOSED = lead.Closed(zone=None, reason=CloseReason.NOT_FEASIBLE, note="条件不具备")


async def delivered(nc: Client, zone: str) -> list[dict[str, Any]]:
    """Everything that the zone's own consumer delivers, in order."""
    subscription = await nc.jetstream().pull_subscribe_bind(consumer=zone, stream="LEADS")
    found: list[dict[str, Any]] = []
    while pending := (await subscription.consumer_info()).num_pending:
        for message in await subscription.fetch(pending, timeout=10):
            await message.ack()
            found.append(from_json(message.data) | {"on": message.subject})
    await subscription.unsubscribe()
    return found


async def caught_up(base: Settings, log: Log, nc: Client) -> list[dict[str, Any]]:
    """Let the exchange derive what there is to derive; every message of LEADS, in order."""
    leads = await Log.open(nc, stream="LEADS")
    async with running(base, exchange):
        await settled(leads, await log.head())
    found = [from_json(stored.body) | {"on": stored.subject} async for batch in leads.pull() for stored in batch]
    await leads.close()
    return found


async def settled(leads: Log, position: int, seconds: float = 20) -> None:
    """Wait until the messages of the event at `position`, which has some, stand in LEADS."""
    async with asyncio.timeout(seconds):
        while True:
            last = await leads.last("lead.feed.>")
            if last is not None and from_json(last.body)["position"] >= position:
                return
            await asyncio.sleep(0.02)


async def test_a_lead_for_all_reaches_every_zone_without_its_investor(world: Log, base: Settings, nc: Client) -> None:
    await happened(world, "lead", "l1", shared())
    await caught_up(base, world, nc)
    for zone in ZONES:
        (message,) = await delivered(nc, zone)
        assert message["type"] == "lead.feed.updated"
        assert (message["data"]["lead"], message["data"]["investment_range"]) == ("l1", "5-10")
        assert CONFIDENTIAL not in str(message)


async def test_a_lead_for_named_zones_reaches_only_them(world: Log, base: Settings, nc: Client) -> None:
    await happened(world, "lead", "l1", shared(NAMED))
    await caught_up(base, world, nc)
    assert [message["data"]["lead"] for message in await delivered(nc, ONE)] == ["l1"]
    assert await delivered(nc, OTHER) == []


async def test_a_lead_for_an_industry_reaches_the_zones_of_that_industry(
    world: Log, base: Settings, nc: Client
) -> None:
    await happened(world, "zone", "finance-zone", established("some-committee", Industry.FINANCE))
    await happened(world, "lead", "machines", shared(SAME_INDUSTRY))
    await happened(world, "lead", "money", shared(SAME_INDUSTRY, Industry.FINANCE))
    await caught_up(base, world, nc)
    assert [message["data"]["lead"] for message in await delivered(nc, "finance-zone")] == ["money"]
    assert [message["data"]["lead"] for message in await delivered(nc, ONE)] == ["machines"]


async def test_only_the_holder_sees_exact_figures_and_only_while_it_holds(
    world: Log, base: Settings, nc: Client
) -> None:
    await happened(world, "lead", "l1", shared(), claimed(ONE), awarded(ONE), released(ONE))
    messages = await caught_up(base, world, nc)
    own = [message for message in messages if message["on"] == f"lead.feed.{ONE}.high-end-equipment.l1"]
    assert [message["type"] for message in own] == ["lead.feed.updated", "lead.feed.removed"]
    assert own[0]["data"]["investment"] == 50_000_000_000
    assert own[1]["data"] == {"lead": "l1"}
    others = [message for message in messages if message["on"].startswith("lead.feed.all.")]
    assert [message["data"]["holder"] for message in others] == [None, None, ONE, None]
    assert all("investment" not in message["data"] for message in others)


async def test_the_investor_reaches_the_holder_alone_once_disclosed_and_leaves_with_the_hold(
    world: Log, base: Settings, nc: Client
) -> None:
    disclosed = lead.InvestorDisclosed(zone=ONE, note=None)
    story = (shared(), claimed(ONE), awarded(ONE), disclosed, transferred(ONE, OTHER))
    await happened(world, "lead", "l1", *story)
    messages = await caught_up(base, world, nc)
    own = [message for message in messages if message["on"] == f"lead.feed.{ONE}.high-end-equipment.l1"]
    assert ["investor" in message["data"] for message in own] == [False, True, False]
    assert own[1]["data"]["investor"]["name"].startswith(CONFIDENTIAL)
    assert own[2]["type"] == "lead.feed.removed"
    others = [message for message in messages if message not in own]
    assert "investor" not in str(others), "nor to the next holder, until it is disclosed to that one too"
    assert [message["data"]["holder"] for message in others if message["on"].startswith("lead.feed.all.")][-1] == OTHER


async def test_a_lapsed_lead_is_open_to_all_again(world: Log, base: Settings, nc: Client) -> None:
    await happened(world, "lead", "l1", shared(), claimed(ONE), awarded(ONE), lapsed(ONE))
    *_, last = [message["data"] for message in await caught_up(base, world, nc) if ".all." in message["on"]]
    assert (last["stage"], last["holder"]) == ("open", None)


async def test_a_ruling_moves_the_lead_or_names_another_first_reporter(world: Log, base: Settings, nc: Client) -> None:
    story = (shared(), claimed(ONE), claimed(OTHER), awarded(ONE), ruled(zone=OTHER), ruled(reporter="another-section"))
    await happened(world, "lead", "l1", *story)
    *_, last = [message["data"] for message in await caught_up(base, world, nc) if ".all." in message["on"]]
    assert (last["stage"], last["holder"], last["claims"]) == ("awarded", OTHER, 0)
    assert last["reporter"] == "another-section"


@pytest.mark.parametrize("kind", [lead.Landed, lead.Commissioned])
async def test_members_see_that_a_project_lands_and_produces(
    world: Log, base: Settings, nc: Client, kind: type[lead.Landed | lead.Commissioned]
) -> None:
    reached = kind(zone=ONE, evidence=(EVIDENCE,), note=None, since=date(2022, 3, 1))
    await happened(world, "lead", "l1", shared(), claimed(ONE), awarded(ONE), reached)
    *_, last = [message["data"] for message in await caught_up(base, world, nc) if ".all." in message["on"]]
    assert (last["stage"], last["holder"]) == (kind.name.removeprefix("lead."), ONE)


async def test_a_closed_lead_is_taken_off_every_list(world: Log, base: Settings, nc: Client) -> None:
    await happened(world, "lead", "l1", shared(NAMED), CLOSED)
    messages = await caught_up(base, world, nc)
    assert [message["type"] for message in messages] == ["lead.feed.updated", "lead.feed.removed"]


async def test_no_zone_hears_of_another_zones_leads_whatever_happens(world: Log, base: Settings, nc: Client) -> None:
    chance = Random(7)
    for number in range(40):
        visibility = chance.choice([NAMED, Visibility(audience=Audience.ZONES, zones=(OTHER,)), SAME_INDUSTRY])
        industry = chance.choice([Industry.EQUIPMENT, Industry.FINANCE])
        seen_by = visibility.zones or ZONES
        story: list[Event] = [shared(visibility, industry)]
        if visibility.zones or industry is Industry.EQUIPMENT:
            zone = chance.choice(list(seen_by))
            story += [claimed(zone), awarded(zone), released(zone), CLOSED][: chance.randint(0, 4)]
        await happened(world, "lead", f"{'-'.join(visibility.zones) or industry}-{number}", *story)
    await happened(world, "lead", "last", shared())
    await caught_up(base, world, nc)
    for zone, stranger in ((ONE, OTHER), (OTHER, ONE)):
        heard = await delivered(nc, zone)
        assert heard
        assert not [message for message in heard if message["data"]["lead"].startswith((stranger, Industry.FINANCE))]
        assert CONFIDENTIAL not in str([message for message in heard if message["data"].get("holder") != zone])


async def test_a_zone_called_all_does_not_open_its_leads_to_everybody(world: Log, base: Settings, nc: Client) -> None:
    await happened(world, "zone", "all", established("some-committee"))
    await happened(world, "lead", "l1", shared(Visibility(audience=Audience.ZONES, zones=("all",))))
    await happened(world, "lead", "l2", shared())
    messages = await caught_up(base, world, nc)
    assert [message["data"]["lead"] for message in messages] == ["l2"]


async def test_a_withdrawn_zone_hears_nothing_more(world: Log, base: Settings, nc: Client) -> None:
    await withdrawn(world, ONE)
    await happened(world, "lead", "l1", shared())
    await caught_up(base, world, nc)
    with pytest.raises(NotFoundError):
        await nc.jetstream().consumer_info("LEADS", ONE)
    assert await delivered(nc, OTHER)


async def test_an_exchange_killed_at_any_moment_writes_each_message_exactly_once(
    world: Log, base: Settings, nc: Client, tmp_path: Path
) -> None:
    leads, chance = await Log.open(nc, stream="LEADS"), Random(1)
    for number in range(200):
        zone = chance.choice(list(ZONES))
        story: list[Event] = [shared(NAMED if number % 3 else None), claimed(zone), awarded(zone), released(zone)]
        await happened(world, "lead", f"l{number}", *story[: chance.randint(1, 4)])
    await happened(world, "lead", "last", shared())
    command = [sys.executable, "-m", "services.exchange", "--nats-url", base.nats_url, "--data", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    for _ in range(4):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)
        begun = await leads.head()
        async with asyncio.timeout(30):
            while await leads.head() == begun and process.poll() is None:
                await asyncio.sleep(0.005)
        await asyncio.sleep(chance.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    interrupted = await leads.last("lead.feed.>")
    assert interrupted is not None
    assert from_json(interrupted.body)["position"] < await world.head()
    messages = await caught_up(base, world, nc)
    ids = [message["id"] for message in messages]
    assert len(ids) == len(set(ids))
    await nc.jsm().delete_stream("LEADS")
    await ensure(nc)
    undisturbed = await caught_up(base, world, nc)
    assert messages == undisturbed
    await leads.close()
