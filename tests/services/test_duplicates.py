"""Suspected duplicates: what of a name counts, which leads look alike, and the robot that flags them once."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING

import pytest
from pydantic_core import from_json

from domain.lead_likeness import Grounds
from domain.lead_values import Investor
from services.duplicates.index import AT_MOST, Index
from services.duplicates.names import company, project
from services.projector.main import run as projector
from services.reactor.main import run as reactor
from services.reactor.memory import Memory
from services.scenario.invention import credit_code
from tests.services.conftest import running
from tests.services.history import LEAD, OFFICIAL, SECTION
from tests.system import said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from services.commands.client import CommandClient
    from services.ledger.log import Log
    from services.settings import Settings

NAME, TITLE = "重庆华盛智能装备有限公司", "精密减速器生产基地项目"
CODE = credit_code(NAME)


@pytest.mark.parametrize(
    "written",
    [
        "重庆华盛智能装备有限公司",
        "重慶華盛智能裝備有限公司",
        " 重庆市华盛　智能装备股份有限公司 ",
        "华盛智能装备（重庆）有限责任公司",
        "华盛智能装备集团",
    ],
)
def test_spelling_form_and_place_are_set_aside(written: str) -> None:
    assert company(written).core == "华盛智能装备"


def test_a_name_of_nothing_but_place_and_form_stays_whole() -> None:
    assert company("重庆有限公司").core == "重庆有限公司"
    assert company("公司").core == "公司"
    assert project("建设项目") == "建设项目"


def likeness(earlier: Investor, later: Investor, title: str = TITLE) -> list[tuple[Grounds, int]]:
    """On what grounds the later lead looks like the earlier one's project, and how alike the investors are."""
    index = Index()
    index.add("earlier", earlier, TITLE)
    return [(each.grounds, each.investor) for each in index.alike("later", later, title)]


def test_the_credit_code_decides_where_both_leads_have_one() -> None:
    coded = Investor(name=NAME, credit_code=CODE)
    assert likeness(coded, Investor(name="华盛", credit_code=CODE)) == [(Grounds.SAME_CODE, 100)]
    assert likeness(coded, Investor(name=NAME, credit_code=credit_code("另一家"))) == []


def test_the_name_decides_where_a_code_is_missing() -> None:
    coded = Investor(name=NAME, credit_code=CODE)
    assert likeness(coded, Investor(name=NAME)) == [(Grounds.SAME_NAME, 100)]
    assert likeness(coded, Investor(name="重庆华盛智能装备集团")) == [(Grounds.SIMILAR_NAME, 100)]
    assert likeness(coded, Investor(name="重庆化盛智能装备有限公司")) == [(Grounds.SIMILAR_NAME, 83)]


def test_a_namesake_elsewhere_and_another_project_are_no_duplicates() -> None:
    assert likeness(Investor(name=NAME), Investor(name="成都华盛智能装备有限公司")) == []
    assert likeness(Investor(name=NAME), Investor(name=NAME), "区域结算总部") == []


def test_a_lead_is_held_against_those_before_it_the_likeliest_first_and_not_against_those_that_ended() -> None:
    index, one = Index(), Investor(name=NAME)
    for number in range(AT_MOST + 2):
        index.add(f"lead-{number}", one, TITLE if number else "精密减速器生产基地扩能项目")
    assert [each.lead for each in index.alike("lead-2", one, TITLE)] == ["lead-1", "lead-0"]
    assert len(index.alike("another", one, TITLE)) == AT_MOST
    index.remove("lead-1")
    assert [each.lead for each in index.alike("lead-2", one, TITLE)] == ["lead-0"]


def test_the_fingerprints_of_two_keys_have_nothing_in_common() -> None:
    one, other = Index(b"1" * 32), Index(b"2" * 32)
    assert one._fingerprint(CODE) == Index(b"1" * 32)._fingerprint(CODE) != other._fingerprint(CODE)
    assert CODE not in repr(vars(one))


def test_the_benchmark_measures_pairs_and_says_what_was_missed() -> None:
    figures = json.loads(said("bench", "duplicates", "--pairs", "600", "--json").stdout)
    assert figures["pairs"] == figures["crowd"]["leads"] == 600
    assert 0.9 < figures["precision"] <= 1
    assert 0.9 < figures["recall"] <= 1
    assert "查全率" in said("bench", "duplicates", "--pairs", "100").stdout


@contextlib.asynccontextmanager
async def reacting(base: Settings) -> AsyncIterator[None]:
    """A projector and a reactor at work."""
    async with running(base, projector), running(base, reactor):
        yield


async def flags(log: Log, data: Path, entity: str) -> list[dict[str, object]]:
    """What was flagged of a lead, once the reactor has reacted to everything in the log."""
    async with asyncio.timeout(20):
        memory = Memory(data)
        while memory.position(log.incarnation) < await log.head():
            await asyncio.sleep(0.02)
        memory.close()
    bodies = [from_json(stored.body) for stored in await log.read(f"evt.lead.{entity}")]
    return [body["data"] for body in bodies if body["type"] == "lead.duplicate-flagged"]


async def share(client: CommandClient, entity: str, name: str, title: str) -> None:
    """The section shares a lead of that investor and project."""
    data = {**LEAD, "investor": {"name": name}, "project": title}
    await client.send(SECTION, "lead", "share", entity, data, official=OFFICIAL)


async def test_a_lead_shared_twice_is_flagged_once_however_often_its_event_is_delivered(
    client: CommandClient, commands: Settings, world: Log
) -> None:
    async with reacting(commands):
        await share(client, "first", NAME, TITLE)
        await share(client, "other", "深圳远航航空技术有限公司", "无人机整机生产基地")
        await share(client, "again", "华盛智能装备（重庆）有限公司", "精密减速器制造基地")
        (flag,) = await flags(world, commands.data, "again")
    assert (flag["earlier"], flag["grounds"], flag["investor_likeness"]) == ("first", "similar-name", 100)
    assert "入库在先" in str(flag["reason"])
    for _ in range(2):  # a reactor that has forgotten everything reacts to every event anew
        for each in commands.data.glob("reactor.sqlite*"):
            each.unlink()
        async with reacting(commands):
            assert await flags(world, commands.data, "again") == [flag]
            assert await flags(world, commands.data, "first") == await flags(world, commands.data, "other") == []
            assert Memory(commands.data).all_refused() == []
    async with reacting(commands):  # one that remembers learns of the earlier leads from the log
        await share(client, "third", NAME, TITLE)
        assert {each["earlier"] for each in await flags(world, commands.data, "third")} == {"first", "again"}


async def test_a_name_in_traditional_characters_is_flagged_and_the_flag_is_accepted(
    client: CommandClient, commands: Settings, world: Log
) -> None:
    async with reacting(commands):
        await share(client, "first", NAME, TITLE)
        await share(client, "again", "重慶華盛智能裝備有限公司", TITLE)
        found = await flags(world, commands.data, "again")
        assert Memory(commands.data).all_refused() == []
        assert [each["earlier"] for each in found] == ["first"]
