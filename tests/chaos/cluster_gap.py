"""`python -m tests.chaos.cluster_gap [rounds]`: how long a cluster of three takes no commands when its leader dies.

Each round kills the leader of EVENTS (R3) with SIGKILL under the load of `tests.chaos.load`, prints the longest time
without an acknowledged command, brings the node back and checks everything that the chaos tests check.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from tests.chaos.checks import everything_holds
from tests.chaos.cluster import NODES, as_held_by, caught_up, cluster, kill_the_leader
from tests.chaos.load import Load


class Round(NamedTuple):
    """One kill: which node, the gap in seconds, the commands acknowledged so far, the events then in the log."""

    number: int
    killed: str
    gap: float
    acknowledged: int
    events: int

    def __str__(self) -> str:
        return (
            f"round {self.number}: kill -9 of the leader {self.killed}: {self.gap:.1f} s without writes; "
            f"{self.acknowledged} commands acknowledged, {self.events} events, 0 lost, 0 doubled"
        )


async def measured(folder: Path, rounds: int, seed: str) -> AsyncIterator[Round]:
    """Kill the leader round after round; after each, all must hold and the node must catch up."""
    async with cluster(folder) as site:
        load = Load(site.nc, f"{seed}/cluster")
        for number in range(1, rounds + 1):
            chance = random.Random(f"{seed}/cluster/{number}")
            killed, gap = await kill_the_leader(site, load, chance.uniform(0.3, 1.2))
            truth = await everything_holds(site, load)
            await asyncio.to_thread(site.servers[NODES.index(killed)].restart)
            await caught_up(site)
            held = await as_held_by(site, killed)
            assert held == [(each.position, each.subject, each.body) for each in truth.stored]
            yield Round(number, killed, gap, len(load.acknowledged), len(truth.stored))


def summary(rounds: list[Round]) -> str:
    """The figures of all rounds in one line."""
    gaps = [each.gap for each in rounds]
    return (
        f"R3, kill -9 of the leader under load, {len(gaps)} rounds: {min(gaps):.1f}-{max(gaps):.1f} s without writes "
        f"(median {statistics.median(gaps):.1f} s), nothing lost, nothing doubled"
    )


async def main(rounds: int) -> None:
    """Measure and print."""
    done = []
    with tempfile.TemporaryDirectory(prefix="liandong-cluster-") as folder:
        async for each in measured(Path(folder), rounds, f"{random.SystemRandom().getrandbits(32):08x}"):
            done.append(each)
            sys.stdout.write(f"{each}\n")
    sys.stdout.write(f"{summary(done)}\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
