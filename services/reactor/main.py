"""The reactor: follows the events and sends, as the office's robot, the commands that the rules say follow from them.

It keeps the clocks, too: what an event means for them, and what is asked when an alarm goes off (`clocks`).

Commands are sent before the position is committed, and their ids follow from the event, so that whoever was killed in
between sends them again and changes nothing. A refused reaction is said aloud and kept; it is not asked for ever.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from domain.envelope import PoisonEvent, Recorded
from domain.kernel import EVENTS, ActorKind
from domain.messages import Receipt
from domain.reactions import CAUSES, ORGANISATION, react
from services.commands.client import CommandClient, NoAnswer
from services.ledger.connection import connect
from services.ledger.log import Log
from services.ledger.schedule import Schedule
from services.process import until_stopped
from services.projector.database import open_engine
from services.projector.reading import Views
from services.reactor.clocks import ROBOT, Alarms, Bell, Chains
from services.reactor.duplicates import Duplicates
from services.reactor.holdings import VIEW, HoldingsOfView
from services.reactor.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from domain.reactions import Reaction
    from services.ledger.log import Stored
    from services.settings import Settings

log = structlog.get_logger("reactor")

AGAIN_AFTER = 1.0
"""Seconds between two looks at a view that stands still, or at a database in trouble."""
PATIENCE = 10.0
"""Seconds between two words about a command that nobody answers."""


class Reactor:
    """Reacts to events, one at a time, in order."""

    def __init__(
        self,
        client: CommandClient,
        views: Views,
        memory: Memory,
        events: Log,
        duplicates: Duplicates,
        alarms: Alarms,
    ) -> None:
        """Send through `client`; `memory` keeps positions of the log `events`."""
        self._client, self._views, self._memory, self._events = client, views, memory, events
        self._duplicates, self._alarms = duplicates, alarms

    async def take(self, batch: Sequence[Stored]) -> None:
        """React to a batch of events. Raises `PoisonEvent` at one that this version cannot read, the rest undone."""
        clocks, read = Chains(self._events), list[Recorded]()
        for stored in batch:
            try:
                recorded = Recorded.read(stored.position, stored.recorded, stored.body)
                await clocks.add(recorded)
                await self._hear(recorded)
                read.append(recorded)
            except PoisonEvent as poison:
                await self._tell(clocks, read)
                await stubbornly(partial(self._reached, stored.position - 1, poison))
                raise
        await self._tell(clocks, read)
        await stubbornly(partial(self._reached, batch[-1].position))

    async def _tell(self, clocks: Chains, read: Sequence[Recorded]) -> None:
        """What a batch means for the clocks, and the alarms that it sets."""
        await clocks.tell(self._ask)
        await self._alarms.follow(read)

    async def _hear(self, recorded: Recorded) -> None:
        """What follows from one event for the cases."""
        if EVENTS[recorded.type] in CAUSES:
            await stubbornly(partial(self._react, recorded))
        for reaction in self._duplicates.follows(recorded):
            await self._ask(recorded, reaction)

    async def _ask(self, recorded: Recorded, reaction: Reaction) -> None:
        await stubbornly(partial(self._send, recorded, reaction))

    async def _reached(self, position: int, poison: PoisonEvent | None = None) -> None:
        self._memory.reached(self._events.incarnation, position, poison)

    async def _react(self, recorded: Recorded) -> None:
        while not await self._views.at_least(VIEW, recorded.position):
            log.warning("waiting for the view of holdings", position=recorded.position)
            await asyncio.sleep(AGAIN_AFTER)
        holdings = HoldingsOfView(self._views, recorded.position)
        for reaction in await asyncio.to_thread(react, recorded, holdings):
            await self._send(recorded, reaction)

    async def _send(self, recorded: Recorded, reaction: Reaction) -> None:
        """Send one command until it is accepted, or refused for good."""
        named = {"command": str(reaction.command_id), "name": reaction.command.name, "entity": reaction.entity}
        because = {"cause": recorded.type, "position": recorded.position, "correlation": recorded.correlation}
        while True:
            try:
                answer = await self._client.send(
                    ORGANISATION,
                    reaction.category,
                    reaction.command.name.partition(".")[2],
                    reaction.entity,
                    reaction.command,
                    official=ROBOT,
                    id=reaction.command_id,
                    kind=ActorKind.ROBOT,
                    effective=reaction.effective,
                    correlation=UUID(recorded.correlation),
                )
            except NoAnswer:
                log.warning("no command service answers a reaction, asking again", **named, **because)
                continue
            if isinstance(answer, Receipt):
                log.info("reacted", **named, **because)
                return
            if answer.retry:
                log.warning("a reaction cannot be taken now, asking again", **named, **because, rule=answer.rule)
                continue
            if answer.rule in reaction.moot:
                return
            log.error("a reaction was refused", **named, **because, rule=answer.rule, why=answer.message.en)
            self._memory.refused(recorded, reaction, answer)
            return


async def stubbornly(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Do what reads or writes a database; begin again while it is in trouble (a full disk, a restart).

    To react twice to one event changes nothing.
    """
    while True:
        try:
            return await work()
        except OperationalError as error:
            log.warning("a database fails the reactor, trying again", reason=str(error.orig))
        await asyncio.sleep(AGAIN_AFTER)


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """React until `stop` is set."""
    nc = await connect(settings.nats_servers, name="reactor")
    engine, memory = open_engine(settings.views_url), Memory(settings.data)
    try:
        events = await Log.open(nc)
        after, duplicates = memory.position(events.incarnation), Duplicates()
        await duplicates.catch_up(events, after)
        schedule = await Schedule.open(nc, settings.replicas)
        alarms = Alarms(schedule)
        await alarms.catch_up(events, after)
        client = CommandClient(nc, patience=PATIENCE)
        reactor = Reactor(client, Views(engine), memory, events, duplicates, alarms)
        log.info("reacting", after=after)
        await until_stopped(_both(_follow(reactor, events, after, stop), Bell(client).heed(schedule)), stop)
        await events.close()
    finally:
        memory.close()
        engine.dispose()
        await nc.close()


async def _both(follow: Coroutine[None, None, None], heed: Coroutine[None, None, None]) -> None:
    """Follow the events and heed the alarms; one that fails ends the other."""
    async with asyncio.TaskGroup() as group:
        group.create_task(follow)
        group.create_task(heed)


async def _follow(reactor: Reactor, events: Log, after: int, stop: asyncio.Event) -> None:
    try:
        async for batch in events.pull(after, follow=True):
            await reactor.take(batch)
    except PoisonEvent as poison:
        # The other services of this process go on; this one stays at the event until an upgrade can read it.
        log.exception("stopped at an event that this version cannot read", at=poison.position, type=poison.type)
        await stop.wait()
