"""A command that comes again, however and whenever, gets its first answer and changes nothing."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from domain.messages import Receipt, Refusal
from services.commands.client import CommandClient
from tests.services.conftest import running
from tests.services.history import LEAD, OFFICIAL, SECTION

if TYPE_CHECKING:
    from nats.aio.client import Client

    from services.ledger.log import Log
    from services.settings import Settings


async def share(client: CommandClient, id: UUID, lead: str = "l1", **changes: object) -> Receipt | Refusal:
    return await client.send(SECTION, "lead", "share", lead, {**LEAD, **changes}, official=OFFICIAL, id=id)


def told_again(first: Receipt | Refusal) -> Receipt:
    """The first receipt, as a repetition gets it."""
    assert isinstance(first, Receipt)
    return first.model_copy(update={"repeated": True})


async def test_a_command_sent_fifty_times_at_once_is_carried_out_once(client: CommandClient, world: Log) -> None:
    id = uuid4()
    receipts = await asyncio.gather(*(share(client, id) for _ in range(50)))
    (first,) = [each for each in receipts if isinstance(each, Receipt) and not each.repeated]
    assert [each for each in receipts if each != first] == [told_again(first)] * 49
    assert len(await world.read("evt.lead.l1")) == 1


async def test_a_repetition_after_further_events_still_gets_the_first_answer(client: CommandClient) -> None:
    id = uuid4()
    first = await share(client, id)
    for follow_up in (True, False):
        assessment = {"follow_up": follow_up, "major": True, "reason": "理由"}
        await client.send(SECTION, "lead", "assess", "l1", assessment, official=OFFICIAL)
    assert await share(client, id) == told_again(first)


@pytest.mark.parametrize("index", ["kept", "deleted"])
async def test_a_repetition_after_a_restart_gets_the_first_answer(
    world: Log, nc: Client, tmp_path: Path, base: Settings, index: str
) -> None:
    client, id = CommandClient(nc, patience=20), uuid4()
    async with running(base):
        first = await share(client, id)
    if index == "deleted":
        shutil.rmtree(tmp_path / "index")
    async with running(base):
        assert await share(client, id) == told_again(first)
    assert len(await world.read("evt.lead.l1")) == 1


async def test_a_repetition_through_another_service_gets_the_first_answer(
    world: Log, nc: Client, tmp_path: Path, base: Settings
) -> None:
    client, id = CommandClient(nc, patience=20), uuid4()
    async with running(replace(base, data=tmp_path / "other")):
        first = await share(client, id)
        async with running(base):
            again = await asyncio.gather(*(share(client, id) for _ in range(20)))
        assert again == [told_again(first)] * 20
    assert len(await world.read("evt.lead.l1")) == 1


async def test_two_services_carry_out_a_command_once_though_both_get_it_at_once(
    world: Log, nc: Client, tmp_path: Path, base: Settings
) -> None:
    client, ids = CommandClient(nc, patience=20), [uuid4() for _ in range(20)]
    async with running(replace(base, data=tmp_path / "other")), running(base):
        sent = [share(client, id, f"l{number}") for number, id in enumerate(ids) for _ in range(4)]
        receipts = await asyncio.gather(*sent)
    assert all(isinstance(each, Receipt) for each in receipts)
    assert len([each for each in receipts if isinstance(each, Receipt) and not each.repeated]) == len(ids)
    assert len(await world.read("evt.lead.*")) == len(ids)


@pytest.mark.parametrize("change", ["entity", "content", "command"])
async def test_an_id_that_was_used_for_another_command_is_refused(
    client: CommandClient, world: Log, change: str
) -> None:
    id = uuid4()
    await share(client, id)
    match change:
        case "entity":
            answer = await share(client, id, "l2")
        case "content":
            answer = await share(client, id, summary="另一内容")
        case _:
            close = {"reason": "not-feasible", "note": "条件不具备"}
            answer = await client.send(SECTION, "lead", "close", "l1", close, official=OFFICIAL, id=id)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field) == ("command-id-reused", "id")
    assert len(await world.read("evt.lead.*")) == 1


async def test_the_same_content_in_another_spelling_is_a_repetition(client: CommandClient) -> None:
    id = uuid4()
    first = await share(client, id)
    spelled = '{"data": %s,\n "official" : "\\u738b\\u82b3", "kind":"person", "entity":"l1", "id":"%s"}'
    data = (
        '{"visibility":{"zones":[],"audience":"all-zones"},"investment":50000000000,"industry":"high-end-equipment",'
        '"summary":"建设智能装备生产基地","project":"保密企业智能装备项目",'
        '"investor":{"credit_code":null,"name":" 保密企业有限公司 "},"land":null}'
    )
    body = (spelled % (data, str(id).upper())).encode()
    assert await client.send_body(SECTION, "lead", "share", body, id) == told_again(first)
