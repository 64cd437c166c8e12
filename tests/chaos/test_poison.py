"""An event that this version cannot read: whoever needs it stops there and says so; all else goes on, later all."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic_core import from_json, to_json

from domain import lead
from domain.envelope import Circumstances, seal
from domain.kernel import Actor, Payload
from domain.lead_values import CloseReason
from domain.messages import Receipt, Refusal
from projections.catalogue import PROJECTIONS
from services.commands.client import CommandClient
from services.ledger.log import Entry, Log
from services.projector.database import open_engine
from services.projector.reading import Freshness, Page, Views
from services.projector.state import LIVE, STOPPED
from tests.chaos.site import Site, site, until
from tests.services.history import LEAD, MATCH, OFFICE, OFFICIAL, SECTION, ZONES, new_id, today
from tests.system import ROOT, said, surroundings

pytestmark = pytest.mark.chaos

VIEW = "lead-ledger"
READING_LEADS = {name for name, view in PROJECTIONS.items() if "lead" in view.categories}
OTHERS = set(PROJECTIONS) - READING_LEADS
ZONE, BODY = next(iter(ZONES.items()))


class Poison(NamedTuple):
    """An event of tomorrow: what it changes in one of today's, and the rule under which the views report it."""

    changes: Payload
    rule: str
    reason: str


UNKNOWN_TYPE = Poison(
    {"type": "lead.inspected", "dataschema": "urn:liandong:lead.inspected:1", "data": {"by": OFFICIAL}},
    "view-unknown-type",
    "unknown-type",
)
UNKNOWN_VERSION = Poison(
    {
        "dataschema": f"urn:liandong:lead.closed:{lead.Closed.version + 1}",
        "data": {"zone": None, "reason": "not-feasible", "note": "条件不具备", "signed_off_by": OFFICIAL},
    },
    "view-unknown-version",
    "unknown-version",
)


@pytest.mark.parametrize("poison", [UNKNOWN_TYPE, UNKNOWN_VERSION], ids=["unknown-type", "unknown-version"])
async def test_an_event_of_tomorrow_stops_what_needs_it_until_the_upgrade_and_nothing_is_skipped(
    poison: Poison, tmp_path: Path
) -> None:
    async with site(tmp_path / "data") as running:
        client = CommandClient(running.nc, patience=30)
        for name in ("poisoned", "sound"):
            await share(client, name)
        await running.caught_up()
        position = await appended(running.log, "poisoned", poison)

        await other_entities_are_served(client)
        await the_entity_is_refused(client, position)
        head = await running.log.head()
        await views_stand_before(running, position, head, poison)
        rows_are_old_and_marked(running, position)
        await all_say_where_and_why(running, position, poison)

        running.kill("projector")
        await until(lambda: len(stops(running)) == 2 * len(READING_LEADS), lambda: running.said("projector"))
        await views_stand_before(running, position, await running.log.head(), poison)

        await upgraded(running, "projector", "reactor")
        await running.caught_up()
        assert {row["lead"] for row in ledger(running).rows} == {"poisoned", "sound", "later"}
        assert tomorrow("audit", "replay", *where(running)).returncode == 0
        await everybody_was_told_of(running, "later")
        if poison is UNKNOWN_VERSION:
            await upgraded(running, "commands")
            assert (await claim(client, "poisoned")).rule == "out-of-turn"


async def share(client: CommandClient, name: str) -> Receipt:
    receipt = await client.send(SECTION, "lead", "share", name, {**LEAD, "project": name}, official=OFFICIAL)
    assert isinstance(receipt, Receipt)
    return receipt


async def claim(client: CommandClient, name: str) -> Any:  # noqa: ANN401 - the caller says which answer it expects
    return await client.send(BODY, "lead", "claim", name, {"zone": ZONE, "match": MATCH}, official=OFFICIAL)


async def appended(log: Log, entity: str, poison: Poison) -> int:
    """Put the event straight into the log, as a newer service beside ours would; its position."""
    around = Circumstances(new_id(), new_id(), Actor(OFFICE, OFFICIAL), datetime.now(UTC), today(), None)
    event = lead.Closed(zone=None, reason=CloseReason.NOT_FEASIBLE, note="条件不具备")
    today_s = from_json(seal(event, "lead", entity, 2, 1, around))
    subject = f"evt.lead.{entity}"
    last = await log.last(subject)
    assert last is not None
    return await log.append([Entry(subject, to_json({**today_s, **poison.changes}))], {subject: last.position})


async def other_entities_are_served(client: CommandClient) -> None:
    """Commands go on for all other leads, old and new, and for everything else."""
    await share(client, "later")
    assert isinstance(await claim(client, "sound"), Receipt)
    target = await client.send(OFFICE, "target", "set", "2026", {"zones": 5}, official=OFFICIAL)
    assert isinstance(target, Receipt)


async def the_entity_is_refused(client: CommandClient, position: int) -> None:
    """Nobody decides on a history that he cannot read."""
    refusal = await claim(client, "poisoned")
    assert isinstance(refusal, Refusal)
    assert (refusal.rule, refusal.retry) == ("unreadable-history", False)
    assert str(position) in refusal.message.zh
    assert str(position) in refusal.message.en


async def views_stand_before(running: Site, position: int, head: int, poison: Poison) -> None:
    """Every view that reads leads stands right before the event; the others are at the end of the log."""
    found: dict[str, Freshness] = {}

    async def stand() -> bool:
        found.update({each.view: each for each in await running.freshness()})
        stopped = all(found[view].status == STOPPED for view in READING_LEADS)
        return stopped and all((found[view].status, found[view].position) == (LIVE, head) for view in OTHERS)

    await until(stand, lambda: f"{found}")
    for view in READING_LEADS:
        stop = found[view].stopped
        assert stop is not None
        assert (stop.position, stop.reason, found[view].position) == (position, poison.rule, position - 1)


def ledger(running: Site) -> Page:
    """The ledger of leads as its readers get it."""
    engine = open_engine(running.settings.views_url)
    try:
        return Views(engine).rows(VIEW, limit=None)
    finally:
        engine.dispose()


def rows_are_old_and_marked(running: Site, position: int) -> None:
    """The old rows are served, marked as such; what came later is not in them."""
    page = ledger(running)
    assert {row["lead"] for row in page.rows} == {"poisoned", "sound"}
    assert all(row["position"] < position for row in page.rows)
    assert page.freshness.status == STOPPED
    shown = said("view", "show", VIEW, *where(running), environment={})
    assert shown.returncode == 0
    assert str(position) in shown.stderr


async def all_say_where_and_why(running: Site, position: int, poison: Poison) -> None:
    """The doctor (by its exit code too) and the logs of projector, reactor and exchange name the event."""
    doctor = await asyncio.to_thread(said, "doctor", "--json", *where(running))
    assert doctor.returncode == 3
    findings = json.loads(doctor.stdout)
    ill = {
        each["subject"]: each["finding"] for each in findings if each["check"] == "doctor.view" and not each["sound"]
    }
    assert set(ill) == READING_LEADS
    assert all(str(position) in finding for finding in ill.values())
    assert sorted(stops(running)) == sorted((view, position, poison.rule) for view in READING_LEADS)

    def both() -> bool:
        told = [line for line in lines(running, "reactor") if line.get("at") == position]
        return {line["service"] for line in told} == {"reactor", "exchange"}

    await until(both, lambda: running.said("reactor"))
    reactor = [each for each in findings if each["check"] == "doctor.reactor"]
    assert [each["sound"] for each in reactor] == [False]
    assert poison.reason in reactor[0]["finding"]


def stops(running: Site) -> list[tuple[str, int, str]]:
    """Every stop that the projector has logged: view, position, reason."""
    said_so = [line for line in lines(running, "projector") if line["event"] == "a view has stopped"]
    return [(line["view"], line["position"], line["reason"]) for line in said_so]


def lines(running: Site, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in running.said(name).splitlines() if line.startswith("{")]


async def upgraded(running: Site, *names: str) -> None:
    """Start services anew in tomorrow's version."""
    for name in names:
        running.children[name].module = "tests.chaos.tomorrow"
        await restarted(running, name)


async def restarted(running: Site, name: str) -> None:
    before = running.children[name].pid
    running.kill(name)
    await until(lambda: running.children[name].pid not in {None, before})


def where(running: Site) -> tuple[str, ...]:
    return ("--data", str(running.data), "--nats-url", running.settings.nats_url)


def tomorrow(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`liandong` in tomorrow's version."""
    command = [sys.executable, "-m", "tests.chaos.tomorrow", "liandong", *arguments]
    return subprocess.run(command, cwd=ROOT, env=surroundings({}), capture_output=True, text=True, check=False)


async def everybody_was_told_of(running: Site, name: str) -> None:
    """The exchange, too, went on where it had stopped."""
    leads = await Log.open(running.nc, stream="LEADS")

    async def told() -> bool:
        return await leads.last(f"lead.feed.*.*.{name}") is not None

    try:
        await until(told, lambda: running.said("reactor"))
    finally:
        await leads.close()
