"""Clocks on a real server: set by the reactor, rung by the server, breached once, whoever slept over it. 系统约定 10"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic_core import from_json

from domain.deadline import Kind, Started, deadline_id
from services.ledger.connection import connect
from services.ledger.schedule import STREAM, Schedule
from services.projector.main import run as projector
from services.reactor.main import run as reactor
from services.working_days import CHINESE
from tests.services.conftest import running
from tests.services.history import LEAD, MATCH, OFFICIAL, SECTION, happened, today
from tests.services.test_reactor import arrives, reacted_to

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from nats.aio.client import Client

    from domain.kernel import Payload
    from services.broker.embedded import Server
    from services.commands.client import CommandClient
    from services.ledger.log import Log
    from services.settings import Settings

CASE = "lead-of-long-ago"
LATE = 1_000_000
"""A position behind all that the clock could hear of."""


@contextlib.asynccontextmanager
async def reacting(base: Settings) -> AsyncIterator[None]:
    """A projector and a reactor at work."""
    async with running(base, projector), running(base, reactor):
        yield


async def types(log: Log, kind: Kind, case: str) -> list[str]:
    """What happened to a clock."""
    return [from_json(each.body)["type"] for each in await log.read(f"evt.deadline.{deadline_id(kind, case)}")]


def long_over(kind: Kind = Kind.RESPONSE) -> Started:
    """A clock whose time is over: it counts as overdue from today on."""
    return Started(
        kind=kind,
        case=CASE,
        run=1,
        cause=1,
        org=SECTION,
        zone=None,
        since=date(2021, 11, 2),
        days=1,
        due=date(2021, 11, 3),
        overdue_from=today(),
        warn_on=None,
        rulebook="illustrative-1",
        by_weekdays=False,
    )


async def test_a_lead_that_is_shared_has_its_clocks_and_what_is_done_settles_them(
    client: CommandClient, commands: Settings, world: Log
) -> None:
    async with reacting(commands):
        await client.send(SECTION, "lead", "share", "fresh", LEAD, official=OFFICIAL)
        started = await arrives(world, f"evt.deadline.{deadline_id(Kind.RESPONSE, 'fresh')}", "deadline.started")
        shared = await arrives(world, "evt.lead.fresh", "lead.shared")
        assert (started["org"], started["actorkind"]) == ("office", "robot")
        assert started["correlationid"] == shared["correlationid"]
        data = started["data"]
        assert isinstance(data, dict)
        assert CHINESE.is_working_day(date.fromisoformat(data["due"]))
        opinion = {"follow_up": True, "major": True, "reason": "符合产业方向"}
        await client.send("office", "lead", "assess", "fresh", opinion, official=OFFICIAL)
        await arrives(world, f"evt.deadline.{deadline_id(Kind.ASSESSMENT, 'fresh')}", "deadline.met")


async def test_a_clock_runs_as_the_correction_of_what_started_it_says(
    client: CommandClient, commands: Settings, world: Log
) -> None:
    async with reacting(commands):
        await client.send(SECTION, "lead", "share", "fresh", LEAD, official=OFFICIAL)
        subject = f"evt.deadline.{deadline_id(Kind.ASSESSMENT, 'fresh')}"
        before = await arrives(world, subject, "deadline.started")
        shared = await arrives(world, "evt.lead.fresh", "lead.shared")
        right = {"corrects": shared["id"], "data": shared["data"], "dated": "2021-11-02", "reason": "日期笔误"}
        await client.send(SECTION, "lead", "correct-record", "fresh", right, official=OFFICIAL)
        await arrives(world, subject, "deadline.cancelled")
    latest = from_json((await world.read(subject))[-1].body)
    assert (latest["type"], latest["effective"]) == ("deadline.started", "2021-11-02")
    assert latest["data"]["due"] < before["data"]["due"]  # type: ignore[index]  # its data are a mapping


async def test_a_clock_that_ran_out_while_the_reactor_slept_is_breached_once(
    commands: Settings, world: Log, nc: Client, tmp_path: Path
) -> None:
    await happened(world, "deadline", deadline_id(Kind.RESPONSE, CASE), long_over())
    async with reacting(commands):
        breached = await arrives(world, f"evt.deadline.{deadline_id(Kind.RESPONSE, CASE)}", "deadline.breached")
        await reacted_to(world, tmp_path)
    assert breached["effective"] == "2021-11-04"
    for each in tmp_path.glob("reactor.sqlite*"):
        each.unlink()
    await nc.jsm().delete_stream(STREAM)
    async with reacting(commands):
        await reacted_to(world, tmp_path)
        await asyncio.sleep(1.5)  # the alarm is set anew, rings again and changes nothing
    assert await types(world, Kind.RESPONSE, CASE) == ["deadline.started", "deadline.breached"]


async def test_a_lost_schedule_is_set_anew_from_the_log(
    commands: Settings, world: Log, nc: Client, tmp_path: Path
) -> None:
    async with reacting(commands):
        await reacted_to(world, tmp_path)
    await happened(world, "deadline", deadline_id(Kind.RESPONSE, CASE), long_over())
    async with reacting(commands):
        await arrives(world, f"evt.deadline.{deadline_id(Kind.RESPONSE, CASE)}", "deadline.breached")


async def test_an_alarm_waits_for_the_command_service(base: Settings, world: Log) -> None:
    await happened(world, "deadline", deadline_id(Kind.RESPONSE, CASE), long_over())
    async with reacting(base):
        await asyncio.sleep(0.5)
        async with running(base):
            await arrives(world, f"evt.deadline.{deadline_id(Kind.RESPONSE, CASE)}", "deadline.breached", 60)


async def test_a_hold_without_reports_lapses_by_the_robots_hand(
    client: CommandClient, commands: Settings, world: Log
) -> None:
    long_ago = date(2021, 11, 2)
    claim: Payload = {"zone": "high-tech-zone", "match": MATCH}
    award: Payload = {"zone": "high-tech-zone", "reason": "匹配度高"}
    for org, command, data in (
        (SECTION, "share", LEAD),
        ("high-tech-committee", "claim", claim),
        (SECTION, "award", award),
    ):
        await client.send(org, "lead", command, CASE, data, official=OFFICIAL, effective=long_ago)
    held = long_over(Kind.PROGRESS).model_copy(
        update={"zone": "high-tech-zone", "due": date(2021, 11, 16), "cause": LATE}
    )
    await happened(world, "deadline", deadline_id(Kind.PROGRESS, CASE), held)
    async with reacting(commands):
        lapsed = await arrives(world, f"evt.lead.{CASE}", "lead.claim-lapsed")
        await arrives(world, f"evt.deadline.{deadline_id(Kind.PROTECTION, CASE)}", "deadline.cancelled")
    assert (lapsed["actorkind"], lapsed["effective"]) == ("robot", "2021-11-17")


async def test_an_alarm_that_comes_while_the_server_is_down_rings_once_when_it_is_back(own_server: Server) -> None:
    async with await connect(own_server.url) as nc:
        schedule = await Schedule.open(nc)
        await schedule.at("expire.some-clock", datetime.now(UTC) + timedelta(seconds=2), b"slept over")
        own_server.kill()
        await asyncio.sleep(3)
        own_server.restart()
        async with asyncio.timeout(30):
            async for ring in schedule.rings():
                assert (ring.name, ring.body) == ("expire.some-clock", b"slept over")
                await ring.heard()
                break
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                async for again in schedule.rings():
                    raise AssertionError(again.name)
