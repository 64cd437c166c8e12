"""What the command line says when something is in its way: the names as they are typed, the reason as it was given."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from domain import zone
from domain.envelope import Circumstances, seal
from domain.kernel import Actor
from services.broker.embedded import FolderLock, Server
from services.cli.failure import Failure, recognised
from services.ledger.connection import connect
from services.ledger.log import Entry, Log
from services.ledger.streams import ensure
from services.projector.store import Superseded
from tests.system import System, said

FORGED = "evt.zone.forged"


async def test_a_rebuild_that_meets_an_event_it_cannot_read_says_where_and_why(
    own_server: Server, tmp_path: Path
) -> None:
    around = Circumstances(uuid4(), uuid4(), Actor("office", "演示经办人"), datetime.now(UTC), date(2023, 11, 30), None)
    sealed = seal(zone.Withdrawn(evaluation="2022--z"), "zone", "forged", 1, 1, around)
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        log = await Log.open(nc)
        await log.append([Entry(FORGED, sealed.replace(b"zone.withdrawn", b"zone.beamed-up"))], {FORGED: 0})
        await log.close()
    where = ("--nats-url", own_server.url, "--database-url", f"sqlite:///{tmp_path / 'views.sqlite'}")
    done = await asyncio.to_thread(said, "rebuild", "zone-register", *where)
    assert done.returncode == 1
    assert "停在记录第 1 位" in done.stderr
    assert "zone.beamed-up" in done.stderr
    assert "unknown-type" in done.stderr


def test_a_rebuild_that_another_overtakes_is_no_surprise() -> None:
    assert recognised(Superseded()).rule == "cli-superseded"


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "nonsense", "oracle9://db/x"])
def test_the_benchmark_looks_for_its_database_before_it_measures(url: str) -> None:
    began = time.monotonic()
    done = said("bench", "--quick", "--postgres-url", url)
    assert done.returncode == 1
    assert "视图数据库" not in done.stderr
    assert "数据库" in done.stderr
    assert time.monotonic() - began < 30


def test_a_folder_in_use_is_named_with_who_uses_it_in_both_languages(tmp_path: Path) -> None:
    data = tmp_path / "甲, 乙"
    lock = FolderLock(data)
    lock.take()
    try:
        done = said("up", "--data", str(data), "--web-port", "0")
    finally:
        lock.give_back()
    assert done.returncode == 1
    assert done.stderr.count(str(data)) == 2
    assert "正被另一个系统使用（进程 " in done.stderr
    assert "in use by" not in done.stderr


def test_a_library_s_own_words_stand_as_they_are_in_both_languages() -> None:
    text = Failure("cli-database", reason="no, yes, open").text()
    assert "no, yes, open" in text.zh
    assert "no, yes, open" in text.en


def test_a_column_is_named_as_it_is_typed_even_where_it_is_a_word(system: System) -> None:
    done = system.say("view", "show", "zone-register", "--where", "established=yesterday", code=64)
    assert "“established”" in done.stderr.splitlines()[0]


def test_a_view_is_listed_by_the_name_that_shows_it(system: System) -> None:
    names = {row["view"] for row in system.json("view", "list")}
    listed = {line.split()[0] for line in system.say("view", "list").stdout.splitlines() if line.strip()}
    assert {"publicity", "connectivity"} <= names <= listed


def test_a_setting_that_cannot_be_is_wrong_usage_wherever_it_was_given(tmp_path: Path) -> None:
    option = said("up", "--data", str(tmp_path / "data"), "--replicas", "2")
    variable = said("zone", "list", environment={"LIANDONG_REPLICAS": "2"})
    assert (option.returncode, variable.returncode) == (64, 64)
    assert not (tmp_path / "data").exists()
