"""Three nats-servers from `deploy/nats/cluster.conf` on this machine, streams in three copies, services on them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from services.broker.embedded import CONFIGURATION, Server
from services.ledger.log import Log, Unavailable
from services.ledger.wire import Wire
from services.settings import Settings
from tests.chaos.load import Load
from tests.chaos.site import SERVICES, Site, running, until

NODES = ("n1", "n2", "n3")


@asynccontextmanager
async def cluster(data: Path, services: Sequence[tuple[str, ...]] = SERVICES) -> AsyncIterator[Site]:
    """The services on a cluster of three. Nodes that die stay dead until `Server.restart`."""
    routes = [f"127.0.0.1:{port}" for port in free_ports(len(NODES))]
    with ExitStack() as stack:
        servers = [stack.enter_context(node(data, name, routes, own)) for name, own in zip(NODES, routes, strict=True)]
        urls = ",".join(server.url for server in servers)
        settings = Settings(data=data, nats_url=urls, replicas=3)
        async with running(servers, settings, services, supervised=False) as started:
            yield started


def node(data: Path, name: str, routes: list[str], own: str) -> Server:
    """One server of the cluster, as an operator starts it."""
    environment = {
        "LIANDONG_NATS_NAME": name,
        "LIANDONG_NATS_CLUSTER_LISTEN": f'"{own}"',
        "LIANDONG_NATS_ROUTES": "[" + ", ".join(f'"nats://{route}"' for route in routes) + "]",
    }
    return Server(data / name, configuration=CONFIGURATION / "cluster.conf", environment=environment)


def free_ports(number: int) -> list[int]:
    """Ports that were free a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


async def described(site: Site, stream: str = "EVENTS") -> dict[str, Any]:
    """The stream with its `cluster` part (leader, replicas), from whoever leads it."""
    wire = Wire(site.nc, stream)
    try:
        return await wire.api(f"STREAM.INFO.{stream}")
    finally:
        await wire.close()


async def leader(site: Site) -> str:
    """The node that leads EVENTS."""
    found = ""

    async def elected() -> bool:
        nonlocal found
        try:
            found = (await described(site))["cluster"].get("leader") or ""
        except Unavailable:  # nobody leads it for the moment
            return False
        return bool(found)

    await until(elected, lambda: "EVENTS has no leader")
    return found


async def caught_up(site: Site) -> None:
    """Wait until both followers of EVENTS hold all that its leader holds."""
    info: dict[str, Any] = {}

    async def current() -> bool:
        nonlocal info
        try:
            info = await described(site)
        except Unavailable:
            return False
        replicas = info["cluster"].get("replicas") or []
        return len(replicas) == len(NODES) - 1 and all(
            each["current"] and not each.get("offline") and not each.get("lag") for each in replicas
        )

    await until(current, lambda: f"a node does not catch up: {info.get('cluster')}")


async def lead_by(site: Site, wanted: str) -> None:
    """Let a node lead EVENTS: what is then read from the leader is what that node has on its disk."""
    wire = Wire(site.nc, "EVENTS")

    async def leads() -> bool:
        if await leader(site) == wanted:
            return True
        await wire.ask_api("STREAM.LEADER.STEPDOWN.EVENTS", {"placement": {"preferred": wanted}})
        return False

    try:
        await until(leads, lambda: f"{wanted} does not become leader")
    finally:
        await wire.close()


async def as_held_by(site: Site, name: str) -> list[tuple[int, str, bytes]]:
    """Every event as one node holds it."""
    await lead_by(site, name)
    log = await Log.open(site.nc)
    try:
        return [(each.position, each.subject, each.body) async for batch in log.pull() for each in batch]
    finally:
        await log.close()


async def kill_the_leader(site: Site, load: Load, after: float) -> tuple[str, float]:
    """kill -9 of the leader of EVENTS, `after` seconds into a load; its name, and the gap in seconds.

    The gap is the longest time in which no command was acknowledged to any client, from the kill on.
    """
    load.start()
    await asyncio.sleep(after)
    name = await leader(site)
    before = len(load.acknowledged)
    killed = asyncio.get_running_loop().time()
    site.servers[NODES.index(name)].kill()
    await until(
        lambda: len(load.acknowledged) > before + 100, lambda: f"nothing was acknowledged after kill -9 of {name}"
    )
    await load.stop()
    times = sorted(sent.acknowledged for sent in load.acknowledged if sent.acknowledged >= killed)
    return name, max(later - earlier for earlier, later in zip([killed, *times], times, strict=False))
