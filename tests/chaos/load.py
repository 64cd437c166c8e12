"""The load: a few dozen clients that send commands of many kinds, some patient, some giving up at the first trouble.

What every command came to is kept, for `tests.chaos.checks` to hold against the log.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import NamedTuple
from uuid import UUID

from nats.aio.client import Client
from nats.errors import ConnectionClosedError

from domain.messages import Receipt, Refusal
from services.commands.client import CommandClient, NoAnswer
from tests.chaos.site import DEPARTMENT
from tests.services.history import LEAD, MATCH, OFFICE, OFFICIAL, SECTION, ZONES

CLIENTS = 32
LONGEST_PAUSE = 0.02
"""Seconds between two commands of one client, at most."""
IMPATIENT = 0.3
"""Of the commands, so many are given up at the first trouble and left to be settled later."""
YEARS = ("2025", "2026")


class Step(NamedTuple):
    """A command to be sent: by whom, what (`lead.share`), to which entity, with what."""

    org: str
    name: str
    entity: str
    data: Mapping[str, object]


@dataclass
class Sent:
    """A command, and every answer it got; the last one counts. `acknowledged`: when the receipt came (monotonic)."""

    id: UUID
    step: Step
    answers: list[Receipt | Refusal] = field(default_factory=list)
    acknowledged: float = 0.0

    @property
    def receipt(self) -> Receipt | None:
        last = self.answers[-1] if self.answers else None
        return last if isinstance(last, Receipt) else None

    @property
    def refused(self) -> Refusal | None:
        """A refusal that stands; one that may be tried again is none."""
        last = self.answers[-1] if self.answers else None
        return last if isinstance(last, Refusal) and not last.retry else None

    @property
    def settled(self) -> bool:
        return self.receipt is not None or self.refused is not None


class Load:
    """Clients on a connection. All chance comes from `seed` and the number of the round that `start` begins."""

    def __init__(self, nc: Client, seed: str, *, impatient: float = IMPATIENT) -> None:
        self._seed, self._round = seed, 0
        self.use(nc)
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.sent: list[Sent] = []
        self.settled_late = 0
        self._impatient = impatient

    def use(self, nc: Client) -> None:
        """Send over this connection from now on."""
        self._patient = CommandClient(nc, patience=60, timeout=1)
        self._hasty = CommandClient(nc, patience=0.1, timeout=0.5)

    def start(self, clients: int = CLIENTS) -> None:
        self._stop.clear()
        self._round += 1
        self._tasks = [asyncio.create_task(self._client(number)) for number in range(clients)]

    async def stop(self) -> None:
        """Let every client finish the command it is at."""
        self._stop.set()
        await asyncio.gather(*self._tasks)

    async def settle(self) -> None:
        """Send again, patiently and under the same ids, whatever was given up; each must be answered for good."""
        unsettled = [sent for sent in self.sent if not sent.settled]
        self.settled_late += len(unsettled)
        await asyncio.gather(*(self._attempt(sent, self._patient) for sent in unsettled))
        assert all(sent.settled for sent in unsettled)

    @property
    def acknowledged(self) -> list[Sent]:
        return [sent for sent in self.sent if sent.receipt is not None]

    async def _client(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{self._round}/{number}")
        names = (f"x-{self._round}-{number}-{serial}" for serial in count(1))
        while not self._stop.is_set():
            for step in chance.choice(LIVES)(chance, next(names)):
                await asyncio.sleep(chance.random() * LONGEST_PAUSE)
                client = self._hasty if chance.random() < self._impatient else self._patient
                sent = Sent(UUID(int=chance.getrandbits(128), version=4), step)
                self.sent.append(sent)
                try:
                    await self._attempt(sent, client)
                except ConnectionClosedError:  # the test has failed and gone: nobody waits for this client any more
                    return
                if sent.receipt is None or self._stop.is_set():
                    break

    async def _attempt(self, sent: Sent, client: CommandClient) -> None:
        org, name, entity, data = sent.step
        category, _, command = name.partition(".")
        try:
            answer = await client.send(org, category, command, entity, data, official=OFFICIAL, id=sent.id)
        except NoAnswer:
            return
        sent.answers.append(answer)
        sent.acknowledged = time.monotonic()


Life = Callable[[random.Random, str], Iterator[Step]]


def lead(chance: random.Random, name: str) -> Iterator[Step]:
    """A lead from its first report to its end, through several hands."""
    (zone, body), (other, other_body) = chance.sample(sorted(ZONES.items()), 2)
    investor = {"name": f"{sha256(name.encode()).hexdigest()[:16]}有限公司"}  # no two are alike, none is a duplicate
    yield Step(SECTION, "lead.share", name, {**LEAD, "investor": investor, "project": name})
    yield Step(SECTION, "lead.assess", name, {"follow_up": True, "major": True, "reason": "重大项目"})
    yield Step(body, "lead.claim", name, {"zone": zone, "match": MATCH})
    yield Step(other_body, "lead.claim", name, {"zone": other, "match": MATCH})
    yield Step(OFFICE, "lead.award", name, {"zone": zone, "reason": "匹配度高"})
    for number in range(chance.randrange(3)):
        progress = {"zone": zone, "summary": f"第{number}次会谈", "next_step": "继续跟进"}
        yield Step(body, "lead.report-progress", name, progress)
    yield Step(OFFICE, "lead.close", name, {"reason": "not-feasible", "note": "条件不具备"})
    yield Step(body, "lead.claim", name, {"zone": zone, "match": MATCH})  # refused: the lead is closed


def organisation(chance: random.Random, name: str) -> Iterator[Step]:
    """An organisation with officials: its registration is several events, stored all or none."""
    officials = [f"经办人{number}" for number in range(chance.randrange(1, 6))]
    names = {"name_zh": name, "name_en": name, "role": "expert", "officials": [*officials, OFFICIAL]}
    yield Step(OFFICE, "organisation.register", name, names)
    yield Step(name, "organisation.appoint-official", name, {"official": "新经办人"})
    yield Step(name, "organisation.dismiss-official", name, {"official": "新经办人", "reason": "调离"})
    yield Step(OFFICE, "organisation.dissolve", name, {"reason": "机构撤销"})


def power(chance: random.Random, name: str) -> Iterator[Step]:
    """A power in the catalogue, amended now and then, at last retired."""
    item = {
        "code": name,
        "name_zh": name,
        "name_en": name,
        "kind": "licence",
        "legal_basis": "某条例第一条",
        "holder": DEPARTMENT,
        "delegable": True,
    }
    yield Step(DEPARTMENT, "power-item.publish", name, item)
    for number in range(chance.randrange(4)):
        yield Step(DEPARTMENT, "power-item.amend", name, {**item, "code": f"{name}-{number}", "reason": "目录调整"})
    yield Step(OFFICE, "power-item.retire", name, {"reason": "权力取消"})


def target(chance: random.Random, _name: str) -> Iterator[Step]:
    """A year's target, set by everybody at once: one entity under contention."""
    for number in range(3):
        yield Step(
            OFFICE, "target.set", chance.choice(YEARS), {"zones": chance.randrange(1, 9), "note": f"第{number}稿"}
        )


LIVES: tuple[Life, ...] = (lead, organisation, power, target)
