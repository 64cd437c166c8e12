"""The first page without a browser: languages, a stopped view, a silent log, an unreadable database, the news."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic_core import to_json

from domain.envelope import Circumstances, seal
from domain.kernel import Actor, Role
from domain.organisation import Registered
from domain.values import Boundary, Industry, PlatformKind, PlatformLevel
from domain.zone import Established
from projections.organisations import organisations
from projections.zone_register import zone_register
from services.console.feed import CHANGED, RETRY, Feed
from services.console.language import chosen
from services.console.pages import Pages
from services.ledger.log import Stored
from services.projector.database import open_engine
from services.projector.folding import Scratch
from services.projector.reading import Views
from services.scenario.steps import demonstration_correlation

NOW = datetime(2021, 11, 2, 1, tzinfo=UTC)
NAME_ZH = "演示<园区>"


def stored(position: int, event: Registered | Established, entity: str, correlation: UUID) -> Stored:
    around = Circumstances(uuid4(), correlation, Actor("office", "演示经办人"), NOW, date(2021, 11, 2), None)
    category = event.name.partition(".")[0]
    return Stored(position, f"evt.{category}.{entity}", seal(event, category, entity, 1, 1, around), 0)


def body() -> Registered:
    return Registered(name_zh="演示管委会", name_en="Demo committee", role=Role.COMMITTEE, parent=None, platforms=())


def zone() -> Established:
    return Established(
        application="demo--1",
        name_zh=NAME_ZH,
        name_en="Demo park",
        body="demo-committee",
        kind=PlatformKind.HIGH_TECH,
        level=PlatformLevel.MUNICIPAL,
        district=None,
        sections=("liangjiang",),
        industries=(Industry.AI,),
        boundary=Boundary(east="演示", south="演示", west="演示", north="演示", area=Decimal(1)),
    )


@pytest.fixture
def views() -> Iterator[Scratch]:
    with Scratch([zone_register, organisations]) as scratch:
        mark = demonstration_correlation("test")
        scratch.take([stored(1, body(), "demo-committee", mark), stored(2, zone(), "demo", mark)])
        yield scratch


@asynccontextmanager
async def visiting(scratch: Scratch | Views, head: int | None = 2) -> AsyncIterator[httpx.AsyncClient]:
    async def known() -> int | None:
        return head

    views = scratch if isinstance(scratch, Views) else scratch.views
    app = Pages(views, known, Feed()).application()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://liandong") as client:
        yield client


async def test_the_page_is_drawn_from_the_view_with_its_body_by_name(views: Scratch) -> None:
    async with visiting(views) as client:
        page = (await client.get("/")).text
    assert "演示管委会" in page
    assert "获批" in page
    assert "2021-11-02" in page
    assert "已是最新" in page


async def test_names_are_shown_as_text_whatever_they_hold(views: Scratch) -> None:
    async with visiting(views) as client:
        page = (await client.get("/")).text
    assert "演示&lt;园区&gt;" in page
    assert NAME_ZH not in page


async def test_how_far_the_page_lags_behind_the_log_is_a_number(views: Scratch) -> None:
    async with visiting(views, head=9) as client:
        assert "其后还有 7 条记录尚未反映" in (await client.get("/")).text
        assert (await client.get("/health")).json()["lag"] == 7


async def test_while_the_log_is_silent_the_page_is_shown_and_says_that_it_may_be_old(views: Scratch) -> None:
    async with visiting(views, head=None) as client:
        page, health = await client.get("/"), await client.get("/health")
    assert "暂时无法得知是否最新" in page.text
    assert health.status_code == 503


async def test_a_stopped_view_says_so_and_marks_its_rows_as_stale(views: Scratch) -> None:
    unknown = {
        "specversion": "1.0",
        "type": "zone.beamed-up",
        "subject": "demo",
        "dataschema": "urn:x:zone.beamed-up:1",
    }
    views.take([Stored(3, "evt.zone.demo", to_json(unknown), 0)])
    async with visiting(views, head=3) as client:
        page, english, health = [await client.get(path) for path in ("/", "/?lang=en", "/health")]
    assert "此视图已停止更新：停在记录第 3 位" in page.text
    assert "可能过时" in page.text
    assert 'class="stale"' in page.text
    assert "This view has stopped" in english.text
    assert health.status_code == 503
    assert health.json()["status"] == "stopped"


async def test_the_fragment_is_the_table_alone_in_the_same_language(views: Scratch) -> None:
    async with visiting(views) as client:
        fragment = (await client.get("/zones/table?lang=en")).text
    assert "<html" not in fragment
    assert "Demo park" in fragment
    assert "Register of the zones" in fragment


async def test_every_answer_carries_the_policy_and_none_is_stored(views: Scratch) -> None:
    async with visiting(views) as client:
        for path in ("/", "/zones/table", "/health", "/static/live.js", "/nowhere"):
            answer = await client.get(path)
            assert "default-src 'none'" in answer.headers["content-security-policy"], path
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_only_reading_is_possible(views: Scratch) -> None:
    async with visiting(views) as client:
        assert (await client.post("/")).status_code == 405


async def test_before_any_zone_the_page_says_so() -> None:
    with Scratch([zone_register, organisations]) as scratch:
        async with visiting(scratch, head=0) as client:
            assert "尚无联动创新区挂牌" in (await client.get("/")).text


async def test_while_the_register_is_built_for_the_first_time_the_page_says_so(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'views.sqlite'}")
    async with visiting(Views(engine), head=3) as client:
        assert "正在首次建立" in (await client.get("/")).text
        assert (await client.get("/health")).json()["status"] == "building"
    engine.dispose()


async def test_a_database_that_cannot_be_read_is_not_shown_as_an_empty_register(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}")
    async with visiting(Views(engine)) as client:
        page, health = await client.get("/"), await client.get("/health")
    assert (page.status_code, health.status_code) == (503, 503)
    assert "页面暂时无法显示" in page.text
    assert "尚无联动创新区" not in page.text
    engine.dispose()


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ({}, "", "zh"),
        ({}, "en-GB,en;q=0.9", "en"),
        ({}, "fr-FR, zh-CN;q=0.4, en;q=0.8", "en"),
        ({}, "en;q=0.2,zh;q=0.9", "zh"),
        ({}, "de,fr", "zh"),
        ({}, "en;q=nonsense", "zh"),
        ({}, "zh-Hant,en", "zh"),
        ({"lang": "en"}, "zh-CN", "en"),
        ({"lang": "zh"}, "en", "zh"),
        ({"lang": "xx"}, "en", "en"),
    ],
)
def test_the_reader_s_own_choice_of_language_goes_before_the_browser_s(
    query: dict[str, str], accepted: str, language: str
) -> None:
    assert chosen(query, accepted) == language


async def test_many_changes_at_once_are_told_once_and_closing_ends_every_stream() -> None:
    feed = Feed()
    stream = feed.stream()
    assert await anext(stream) == RETRY
    for _ in range(50):
        feed.tell()
    assert await asyncio.wait_for(anext(stream), 5) == CHANGED
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    feed.close()
    assert await asyncio.wait_for(waiting, 5) == CHANGED
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
