"""The embedded server: one for each folder, gone with its parent, back when it dies, and safe on disk."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from services.broker.embedded import (
    CONFIGURATION,
    FolderInUse,
    FolderLock,
    Server,
    ServerError,
    UnsafeServer,
    keep_running,
    syncs_always,
)
from services.broker.folder import Room
from services.ledger.connection import connect
from services.ledger.log import Entry, Log, OutcomeUnknown, Unavailable
from services.ledger.streams import ensure

MEGABYTE = 1 << 20


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def until_gone(pid: int) -> None:
    while alive(pid):
        await asyncio.sleep(0.01)


async def test_it_starts_on_a_free_port_and_takes_connections(tmp_path: Path) -> None:
    with Server(tmp_path) as one, Server(tmp_path / "another") as two:
        assert one.port != two.port
        async with await connect(one.url) as nc:
            assert nc.is_connected
            assert nc.max_payload == 8 * 1000 * 1000 or nc.max_payload == 8 * MEGABYTE


@pytest.mark.parametrize("name", ["联动 数据", 'with "quotes"', "back\\slash", "$HOME #; {x}"])
async def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Server(tmp_path / name) as server:
        async with await connect(server.url) as nc:
            await ensure(nc)
    assert (tmp_path / name / "store" / "jetstream").is_dir()


def test_a_server_without_a_log_says_why_it_did_not_start(tmp_path: Path) -> None:
    (tmp_path / "nats-server.log").symlink_to(tmp_path / "nowhere" / "log")
    with pytest.raises(ServerError, match="no such file or directory"), Server(tmp_path):
        pass


def test_a_second_server_on_the_same_folder_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    with Server(tmp_path) as first:
        with pytest.raises(FolderInUse, match=f"process {os.getpid()}"):
            Server(tmp_path).start()
        assert first.running


def test_a_folder_is_free_again_after_a_stop(tmp_path: Path) -> None:
    for _ in range(3):
        with Server(tmp_path) as server:
            assert server.running
        assert not server.running


def test_a_larger_folder_can_be_locked_with_it(tmp_path: Path) -> None:
    with Server(tmp_path / "nats", lock=tmp_path), pytest.raises(FolderInUse):
        FolderLock(tmp_path).take()
    lock = FolderLock(tmp_path)
    lock.take()
    lock.give_back()


PARENT = """
import os, signal, sys, time
from pathlib import Path
from services.broker.embedded import Server
server = Server(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""


async def test_the_server_goes_when_its_parent_is_killed_and_the_folder_is_free_then(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(PARENT), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CONFIGURATION.parents[1]) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        with pytest.raises(FolderInUse, match=f"process {parent.pid}"):
            Server(tmp_path).start()
        parent.kill()
        parent.wait()
        with Server(tmp_path):  # waits for the orphan
            assert not alive(pid)


async def test_a_dead_server_is_started_again_on_the_same_port_and_has_everything(tmp_path: Path) -> None:
    stop = asyncio.Event()
    with Server(tmp_path) as server:
        keeping = asyncio.create_task(keep_running(server, stop))
        async with await connect(server.url) as nc:
            await ensure(nc)
            log = await Log.open(nc)
            url, first = server.url, server.pid
            assert first is not None
            assert await log.append([Entry("evt.zone.a", b"before")], {"evt.zone.a": 0}) == 1
            os.kill(first, signal.SIGKILL)
            assert await log.append([Entry("evt.zone.a", b"after")], {"evt.zone.a": 1}) == 2
            assert server.url == url
            assert server.pid != first
            assert [one.body for one in await log.read("evt.zone.a")] == [b"before", b"after"]
            await log.close()
        stop.set()
        await keeping


async def test_what_was_acknowledged_is_there_after_a_restart_of_everything(tmp_path: Path) -> None:
    for turn in range(3):
        with Server(tmp_path) as server:
            async with await connect(server.url) as nc:
                await ensure(nc)
                log = await Log.open(nc)
                assert await log.append([Entry("evt.zone.a", b"%d" % turn)], {"evt.zone.a": turn}) == turn + 1
                await log.close()
            server.kill()


def test_a_configuration_that_does_not_sync_is_refused(tmp_path: Path) -> None:
    text = (CONFIGURATION / "jetstream.conf").read_text()
    (tmp_path / "jetstream.conf").write_text(text.replace("sync_interval: always", "# sync_interval: always"))
    (tmp_path / "embedded.conf").write_text((CONFIGURATION / "embedded.conf").read_text())
    with pytest.raises(UnsafeServer, match="sync_interval"):
        Server(tmp_path / "data", configuration=tmp_path / "embedded.conf").start()


@pytest.mark.parametrize("name", ["embedded.conf", "cluster.conf"])
def test_what_we_ship_syncs_before_it_acknowledges(name: str) -> None:
    assert syncs_always(CONFIGURATION / name)


def test_a_server_that_cannot_start_says_why_and_leaves_the_folder_free(tmp_path: Path) -> None:
    with Server(tmp_path / "one") as one, pytest.raises(ServerError, match="address already in use"):
        Server(tmp_path / "two", port=one.port).start()
    with Server(tmp_path / "two"):
        pass


async def test_a_cluster_of_three_starts_from_its_configuration_and_keeps_three_copies(tmp_path: Path) -> None:
    ports = [free_port() for _ in range(3)]
    routes = "[" + ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports) + "]"
    servers = [
        Server(
            tmp_path / f"n{number}",
            configuration=CONFIGURATION / "cluster.conf",
            max_file_store=100 * MEGABYTE,
            environment={
                "LIANDONG_NATS_NAME": f"n{number}",
                "LIANDONG_NATS_CLUSTER_LISTEN": f'"127.0.0.1:{port}"',
                "LIANDONG_NATS_ROUTES": routes,
            },
        )
        for number, port in enumerate(ports)
    ]
    try:
        for server in servers:
            server.start()
        async with await connect([server.url for server in servers]) as nc:
            await ensure(nc, replicas=3)
            log = await Log.open(nc)
            outcomes = await asyncio.gather(
                *(log.append([Entry(f"evt.zone.z{number}", b"x")], {f"evt.zone.z{number}": 0}) for number in range(100))
            )
            assert sorted(outcomes) == list(range(1, 101))
            info = await nc.jsm().stream_info("EVENTS")
            assert info.config.num_replicas == 3
            assert sum([len(batch) async for batch in log.pull()]) == 100
            assert len(await log.read("evt.zone.z7")) == 1
            await log.close()
    finally:
        for server in servers:
            server.stop()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


async def test_a_full_store_refuses_with_the_servers_reason_loses_nothing_and_takes_more_when_there_is_room(
    tmp_path: Path,
) -> None:
    async def fill(log: Log, name: str) -> list[int | BaseException]:
        appends = (
            log.append([Entry(f"evt.{name}.z{number}", b"x" * 20_000)] * 2, {f"evt.{name}.z{number}": 0})
            for number in range(100)
        )
        return await asyncio.gather(*appends, return_exceptions=True)

    server = Server(tmp_path, max_file_store=2 * MEGABYTE)
    server.start()
    async with await connect(server.url) as nc:
        await ensure(nc)
        log = await Log.open(nc, patience=1)
        outcomes = await fill(log, "zone")
        refused = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
        assert refused
        assert {error.reason for error in refused} == {"insufficient resources"}
        assert all(isinstance(outcome, int | Unavailable | OutcomeUnknown) for outcome in outcomes)
        server.stop()
        with Server(tmp_path, port=server.port, max_file_store=50 * MEGABYTE):
            stored = Counter([one.subject async for batch in log.pull() for one in batch])
            assert set(stored.values()) == {2}
            assert all(stored[f"evt.zone.z{n}"] for n, outcome in enumerate(outcomes) if isinstance(outcome, int))
            assert not any(stored[f"evt.zone.z{n}"] for n, one in enumerate(outcomes) if isinstance(one, Unavailable))
            assert all(isinstance(outcome, int) for outcome in await fill(log, "lead"))
            await log.close()


def test_the_log_may_take_what_is_free_but_for_a_reserve() -> None:
    room = Room(taken=200 * MEGABYTE, free=500 * MEGABYTE, reserve=100 * MEGABYTE)
    assert room.limit == 600 * MEGABYTE
    assert not room.unlike(room.limit)


@pytest.mark.parametrize(
    ("free", "taken", "unlike"),
    [
        (500, 200, False),  # as it was
        (200, 500, False),  # the log grew into it
        (100, 600, False),  # and is full
        (300, 200, True),  # others filled the disk
        (0, 200, True),
        (100, 200, True),
        (400, 600, True),  # full, and others made room
        (120, 600, False),  # not worth a restart
    ],
)
def test_a_limit_is_set_anew_when_others_fill_or_empty_the_disk(*, free: int, taken: int, unlike: bool) -> None:
    room = Room(taken=taken * MEGABYTE, free=free * MEGABYTE, reserve=100 * MEGABYTE)
    assert room.unlike(600 * MEGABYTE) is unlike


def test_a_full_disk_leaves_the_log_what_it_has() -> None:
    assert Room(taken=200, free=0, reserve=100).limit == 100
    assert Room(taken=0, free=0, reserve=100).limit == 1
