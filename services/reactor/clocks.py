"""The reactor's clocks: what events mean for them, the alarms that are set, and what is asked when one goes off."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from pydantic_core import from_json, to_json

from domain.corrections import is_correction
from domain.deadline import Breached, Cancelled, Expire, Expired, Met, Resumed, Started, Stopped, Warn
from domain.envelope import Recorded
from domain.gate import SHANGHAI
from domain.kernel import ActorKind
from domain.messages import Receipt
from domain.reactions import ORGANISATION, clocks_after, clocks_corrected
from domain.reactions.clocks import MOOT
from services.commands.client import CommandClient, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from domain.reactions import Reaction
    from services.ledger.log import Log
    from services.ledger.schedule import Schedule

log = structlog.get_logger("reactor")

ROBOT = "reactor"
"""Signs the commands."""
CHAINS = AT_ONCE = 64
"""Clocks and alarms that are set at once; each hears of its events one after another."""
MORNING, MIDNIGHT = time(9), time(0)
"""In Shanghai: when a warning comes, and when a clock has run out."""
SUBJECT = "evt.deadline.*"
PAGE = 1000
AGAIN_SECONDS = 30.0
"""Until an alarm comes again that could not be heeded."""
ONE_DAY = timedelta(days=1)


class Alarm(NamedTuple):
    """What an alarm was set for: a warning or the end of a run. It is asked for under the same id whenever it comes."""

    deadline: str
    run: int
    due: date
    warning: bool
    correlation: str

    @property
    def name(self) -> str:
        """One alarm of either kind for each clock."""
        return f"{'warn' if self.warning else 'expire'}.{self.deadline}"

    @property
    def command(self) -> Warn | Expire:
        """What is asked for."""
        return Warn(run=self.run) if self.warning else Expire(run=self.run)

    @property
    def command_id(self) -> UUID:
        """The same however often it goes off; a clock that was resumed is another matter."""
        return uuid5(NAMESPACE_URL, f"liandong:{self.name}/{self.run}/{self.due.isoformat()}")

    @property
    def effective(self) -> date | None:
        """A clock has run out on the day after its due date, a warning is given today."""
        return None if self.warning else self.due + ONE_DAY

    def written(self) -> bytes:
        """As the alarm's message holds it."""
        return to_json(self._asdict())

    @classmethod
    def read(cls, body: bytes) -> Alarm:
        """As `written`."""
        told = from_json(body)
        return cls(**{**told, "due": date.fromisoformat(told["due"])})


Instants = tuple[tuple[datetime, Alarm], ...]
"""The alarms of one clock that runs, each with its instant."""


def alarms_of(deadline: str, run: int, event: Started | Resumed, correlation: str) -> Instants:
    """The alarms of a run: a warning in the morning of its day, the end at midnight."""
    end = (at(event.overdue_from, MIDNIGHT), Alarm(deadline, run, event.due, warning=False, correlation=correlation))
    if event.warn_on is None:
        return (end,)
    warning = Alarm(deadline, run, event.due, warning=True, correlation=correlation)
    return (at(event.warn_on, MORNING), warning), end


def at(day: date, hour: time) -> datetime:
    """That hour of the day in Shanghai."""
    return datetime.combine(day, hour, SHANGHAI)


class Sets(Protocol):
    """Whoever alarms are set with."""

    async def at(self, name: str, instant: datetime, body: bytes) -> None:
        """Set the alarm of that name to an instant, whatever it was set to before."""


class Alarms:
    """Sets the alarms of clocks as they start and resume. What is set for a clock that stopped comes and is moot."""

    def __init__(self, schedule: Sets) -> None:
        """Set them in `schedule`."""
        self._schedule = schedule
        self._runs: dict[str, int] = {}

    async def catch_up(self, log: Log, until: int) -> None:
        """Set every alarm of the clocks that run at position `until`, whatever became of those set before."""
        running: dict[str, Instants] = {}
        after = 0
        while after < until and (page := await log.read(SUBJECT, after, PAGE)):
            for stored in page:
                if stored.position <= until:
                    recorded = Recorded.read(stored.position, stored.recorded, stored.body)
                    running[recorded.entity] = self._asked(recorded, running.get(recorded.entity, ()))
            after = page[-1].position
        await self._set(running)

    async def follow(self, batch: Sequence[Recorded]) -> None:
        """Set the alarms that the events of a batch ask for."""
        await self._set(self.asked(batch))

    def asked(self, batch: Sequence[Recorded]) -> Mapping[str, Instants]:
        """The alarms that a batch asks for, by clock."""
        asked: dict[str, Instants] = {}
        for recorded in batch:
            if recorded.category == "deadline":
                asked[recorded.entity] = self._asked(recorded, asked.get(recorded.entity, ()))
        return asked

    def _asked(self, recorded: Recorded, before: Instants) -> Instants:
        """The alarms of the clock after the event, `before` it these."""
        match recorded.event:
            case Started(run=run) as event:
                self._runs[recorded.entity] = run
                return alarms_of(recorded.entity, run, event, recorded.correlation)
            case Resumed() as event:
                return alarms_of(recorded.entity, self._runs[recorded.entity], event, recorded.correlation)
            case Stopped() | Met() | Cancelled() | Breached() | Expired():
                return ()
            case _:
                return before

    async def _set(self, asked: Mapping[str, Instants]) -> None:
        """Set them, many at once."""
        alarms = [each for instants in asked.values() for each in instants]
        for first in range(0, len(alarms), AT_ONCE):
            some = alarms[first : first + AT_ONCE]
            await asyncio.gather(*(self._schedule.at(alarm.name, when, alarm.written()) for when, alarm in some))


class Chains:
    """What a batch of events means for clocks, clock by clock, each in the order of the log."""

    def __init__(self, log: Log) -> None:
        """Begin with nothing; what a correction means is told by the case's history in `log`."""
        self._log = log
        self._chains: dict[str, list[tuple[Recorded, Reaction]]] = {}

    async def add(self, recorded: Recorded) -> None:
        """Add what an event means. Raises `PoisonEvent` where it cannot be read."""
        for reaction in await self._meant(recorded):
            self._chains.setdefault(reaction.entity, []).append((recorded, reaction))

    async def _meant(self, recorded: Recorded) -> list[Reaction]:
        if not is_correction(recorded):
            return clocks_after(recorded)
        stored = await self._log.read(f"evt.{recorded.category}.{recorded.entity}")
        return clocks_corrected(recorded, [Recorded.read(each.position, each.recorded, each.body) for each in stored])

    async def tell(self, send: Callable[[Recorded, Reaction], Awaitable[None]]) -> None:
        """Ask it of the clocks, many at once, and of each one thing after another."""
        gate = asyncio.Semaphore(CHAINS)

        async def one(chain: list[tuple[Recorded, Reaction]]) -> None:
            async with gate:
                for recorded, reaction in chain:
                    await send(recorded, reaction)

        async with asyncio.TaskGroup() as group:
            for chain in self._chains.values():
                group.create_task(one(chain))


class Bell:
    """Asks what an alarm was set for when it goes off; it comes again until that is settled."""

    def __init__(self, client: CommandClient) -> None:
        """Send through `client`."""
        self._client = client

    async def heed(self, schedule: Schedule) -> None:
        """Heed every alarm, for ever."""
        async for ring in schedule.rings():
            if await self._settled(Alarm.read(ring.body)):
                await ring.heard()
            else:
                await ring.again(AGAIN_SECONDS)

    async def _settled(self, alarm: Alarm) -> bool:
        """Whether what the alarm was set for is on the log, or need not be any more."""
        try:
            answer = await self._client.send(
                ORGANISATION,
                "deadline",
                alarm.command.name.partition(".")[2],
                alarm.deadline,
                alarm.command,
                official=ROBOT,
                id=alarm.command_id,
                kind=ActorKind.ROBOT,
                effective=alarm.effective,
                correlation=UUID(alarm.correlation),
            )
        except NoAnswer:
            log.warning("no command service answers an alarm, asking again", alarm=alarm.name)
            return False
        if isinstance(answer, Receipt) or answer.rule in MOOT:
            return True
        log.warning("an alarm cannot be heeded now, asking again", alarm=alarm.name, rule=answer.rule)
        return False
