"""Bad days of the command service: a full store, an unreadable history, a fault of its own. It answers and goes on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from pydantic_core import to_json

from domain.messages import Receipt, Refusal
from services.broker.embedded import Server
from services.broker.rpc import settled
from services.commands.client import ANSWER, CommandClient
from services.commands.handler import Handler
from services.documents.door import DocumentsAtTheDoor
from services.documents.store import Documents
from services.ledger.connection import connect
from services.ledger.index import Index
from services.ledger.log import Entry, Log
from services.ledger.repository import Repository
from services.ledger.streams import ensure
from services.settings import Settings
from tests.services import history
from tests.services.conftest import running
from tests.services.history import LEAD, OFFICE, OFFICIAL, SECTION

if TYPE_CHECKING:
    from pathlib import Path

    from nats.aio.client import Client

LONG = {**LEAD, "summary": "长" * 4000}


async def share(client: CommandClient, lead: str) -> Receipt | Refusal:
    return await client.send(SECTION, "lead", "share", lead, LONG, official=OFFICIAL)


async def test_a_full_store_refuses_with_the_reason_loses_nothing_and_recovers(tmp_path: Path) -> None:
    server = Server(tmp_path / "nats", max_file_store=1 << 20)
    with server:
        async with await connect(server.url) as nc:
            await ensure(nc)
            log = await Log.open(nc)
            await history.world(log)
            async with running(Settings(data=tmp_path, nats_url=server.url)):
                client = CommandClient(nc, patience=2)
                accepted, refused = await fill(client)
            assert refused.rule == "store-unavailable"
            assert refused.retry
            await log.close()
    port = server.port
    with Server(tmp_path / "nats", port=port, max_file_store=1 << 28) as larger:
        async with await connect(larger.url) as nc, running(Settings(data=tmp_path, nats_url=larger.url)):
            log = await Log.open(nc)
            assert len(await log.read("evt.lead.*")) == accepted
            again = await share(CommandClient(nc, patience=20), f"l{accepted}")
            assert isinstance(again, Receipt)
            await log.close()


async def fill(client: CommandClient) -> tuple[int, Refusal]:
    """Share leads until one is refused; how many were accepted, and the refusal."""
    for number in range(1000):
        answer = await share(client, f"l{number}")
        if isinstance(answer, Refusal):
            return number, answer
    raise AssertionError("the store never filled")


async def test_a_history_that_this_version_cannot_read_refuses_its_commands_and_no_others(
    client: CommandClient, world: Log
) -> None:
    foreign = {"specversion": "1.0", "id": str(uuid4()), "type": "lead.teleported", "subject": "l1", "data": {}}
    position = await world.append([Entry("evt.lead.l1", to_json(foreign))], {"evt.lead.l1": 0})
    answer = await share(client, "l1")
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.retry) == ("unreadable-history", False)
    assert str(position) in answer.message.zh
    assert isinstance(await share(client, "l2"), Receipt)


async def test_a_fault_of_its_own_is_answered_with_the_id_to_ask_for_and_the_next_command_is_carried_out(
    world: Log, nc: Client, tmp_path: Path
) -> None:
    times = iter([None, datetime.now(UTC)])

    def clock() -> datetime:
        now = next(times)
        if now is None:
            raise OSError("the clock has stopped")
        return now

    index = await Index.open(world, tmp_path / "index.sqlite")
    documents = await Documents.open(nc)
    handler = Handler(Repository(world, index), DocumentsAtTheDoor(documents), clock)
    body = to_json({"id": str(uuid4()), "entity": "l1", "official": OFFICIAL, "data": LEAD})
    answer = await handler.answer(f"cmd.{SECTION}.lead.share", body)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.retry) == ("internal-error", False)
    assert str(answer.correlation) in answer.message.zh
    assert isinstance(await handler.answer(f"cmd.{SECTION}.lead.share", body), Receipt)
    await index.close()
    await documents.close()


async def test_a_server_that_is_away_for_a_while_costs_nothing_but_time(own_server: Server, tmp_path: Path) -> None:
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        log = await Log.open(nc)
        await history.world(log)
        async with running(Settings(data=tmp_path, nats_url=own_server.url)):
            client = CommandClient(nc, patience=60, timeout=3)
            assert isinstance(await share(client, "before"), Receipt)
            sending = asyncio.gather(*(share(client, f"l{number}") for number in range(50)))
            await asyncio.sleep(0.005)
            own_server.kill()
            await asyncio.sleep(0.2)
            own_server.restart()
            answers = await sending
        assert all(isinstance(answer, Receipt) for answer in answers)
        assert len(await log.read("evt.lead.*")) == len(answers) + 1
        await log.close()


async def test_a_service_that_stops_answers_what_was_sent_before(world: Log, base: Settings, nc: Client) -> None:
    inbox = nc.new_inbox()
    subscription = await nc.subscribe(inbox)
    async with running(base):
        await history.answering(nc)
        for number in range(100):
            sent = {"id": str(uuid4()), "entity": f"l{number}", "official": OFFICIAL, "data": LEAD}
            await nc.publish(f"cmd.{SECTION}.lead.share", to_json(sent), reply=inbox)
        await settled(nc)
    answers = [ANSWER.validate_json((await subscription.next_msg(timeout=10)).data) for _ in range(100)]
    assert all(isinstance(answer, Receipt) for answer in answers)
    assert len(await world.read("evt.lead.*")) == len(answers)


async def test_an_official_who_was_dismissed_may_not_act_a_moment_later(client: CommandClient) -> None:
    appoint, dismiss = {"official": "李明"}, {"official": "李明", "reason": "调离"}
    await client.send(OFFICE, "organisation", "appoint-official", SECTION, appoint, official=OFFICIAL)
    first = await client.send(SECTION, "lead", "share", "l1", LEAD, official="李明")
    await client.send(OFFICE, "organisation", "dismiss-official", SECTION, dismiss, official=OFFICIAL)
    second = await client.send(SECTION, "lead", "share", "l2", LEAD, official="李明")
    assert isinstance(first, Receipt)
    assert isinstance(second, Refusal)
    assert second.rule == "unknown-official"
