"""The exchange service: follows the events and writes to stream LEADS what each audience may see, exactly once.

The messages of an event are appended together, each guarded by the last position on its subject; every message says
which event it comes from. So whoever was killed halfway finds in LEADS itself what is done, and keeps no position.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

import structlog
from pydantic_core import from_json

from domain.corrections import in_effect, is_correction
from domain.envelope import PoisonEvent, Recorded
from services.exchange import consumers, feed
from services.ledger.connection import connect
from services.ledger.log import Conflict, Entry, Log, OutcomeUnknown, Unavailable
from services.process import until_stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nats.js import JetStreamContext

    from services.ledger.log import Stored
    from services.settings import Settings

log = structlog.get_logger("exchange")

K = TypeVar("K")
V = TypeVar("V")

LEADS_KEPT = 10_000
"""Leads of which the view is kept in memory; another's is folded from its own events when one arrives."""
SUBJECTS_KEPT = 50_000
AGAIN_AFTER = 0.2
"""Seconds until an append is tried again when the store cannot be written."""


class Exchange:
    """Derives LEADS from EVENTS. One event at a time, in order."""

    def __init__(self, events: Log, leads: Log, js: JetStreamContext) -> None:
        """Read `events`, append to `leads`, keep the members' consumers through `js`."""
        self._events, self._leads, self._js = events, leads, js
        self._views: OrderedDict[str, feed.View | None] = OrderedDict()
        self._last: OrderedDict[str, int] = OrderedDict()

    async def resume(self) -> int:
        """The position of the last event that LEADS holds messages of, 0 for none."""
        last = await self._leads.last("lead.feed.>")
        return 0 if last is None else source_position(last)

    async def reconcile(self, until: int) -> None:
        """Every zone of the events up to `until` has its consumer as this version of the software makes it."""
        for stored in await self._events.read("evt.zone.*"):
            if stored.position <= until:
                await consumers.follow(self._js, Recorded.read(stored.position, stored.recorded, stored.body))

    async def take(self, batch: Sequence[Stored]) -> None:
        """Take a batch of events, in order."""
        for stored in batch:
            if stored.subject.startswith("evt.lead."):
                recorded = Recorded.read(stored.position, stored.recorded, stored.body)
                before = await self._view_before(stored.subject, recorded)
                now = await self._view_with(before, recorded)
                await self._publish(recorded, feed.messages(recorded, before, now))
                _keep(self._views, recorded.entity, now, LEADS_KEPT)
            elif stored.subject.startswith("evt.zone."):
                await consumers.follow(self._js, Recorded.read(stored.position, stored.recorded, stored.body))

    async def _view_before(self, subject: str, recorded: Recorded) -> feed.View | None:
        if recorded.entity in self._views:
            return self._views[recorded.entity]
        if recorded.sequence == 1:
            return None
        return await self._view_up_to(subject, recorded.position - 1)

    async def _view_with(self, before: feed.View | None, recorded: Recorded) -> feed.View | None:
        """The view after an event; a correction has it worked out anew from the whole of the lead's history."""
        if is_correction(recorded):
            return await self._view_up_to(f"evt.lead.{recorded.entity}", recorded.position)
        return feed.after(before, recorded.event)

    async def _view_up_to(self, subject: str, position: int) -> feed.View | None:
        view: feed.View | None = None
        stored = [each for each in await self._events.read(subject) if each.position <= position]
        for recorded in in_effect(Recorded.read(each.position, each.recorded, each.body) for each in stored):
            view = feed.after(view, recorded.event)
        return view

    async def _publish(self, recorded: Recorded, messages: Sequence[feed.Message]) -> None:
        """Append the messages of one event unless they stand in LEADS; wait while the store cannot be written."""
        while messages:
            try:
                if await self._stand_already(recorded.position, messages):
                    return
                guards = {message.subject: self._last[message.subject] for message in messages}
                entries = [Entry(message.subject, message.body) for message in messages]
                position = await self._leads.append(entries, guards)
            except (Conflict, OutcomeUnknown):
                for message in messages:
                    self._last.pop(message.subject, None)
            except Unavailable as error:
                log.warning("leads cannot be written, trying again", position=recorded.position, reason=error.reason)
                await asyncio.sleep(AGAIN_AFTER)
            else:
                for place, message in enumerate(messages, start=position - len(messages) + 1):
                    _keep(self._last, message.subject, place, SUBJECTS_KEPT)
                return

    async def _stand_already(self, position: int, messages: Sequence[feed.Message]) -> bool:
        """Whether LEADS holds the messages of this event; learns the last position on each subject by the way."""
        for message in messages:
            if message.subject not in self._last:
                last = await self._leads.last(message.subject)
                if last is not None and source_position(last) >= position:
                    return True
                _keep(self._last, message.subject, 0 if last is None else last.position, SUBJECTS_KEPT)
        return False


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


def source_position(stored: Stored) -> int:
    """Which event, by its position in the log, a message of LEADS comes from."""
    return int(from_json(stored.body)["position"])


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Follow the events until `stop` is set."""
    nc = await connect(settings.nats_servers, name="exchange")
    try:
        events, leads = await Log.open(nc), await Log.open(nc, stream=consumers.STREAM)
        exchange = Exchange(events, leads, nc.jetstream())
        resumed = await exchange.resume()
        await exchange.reconcile(resumed)
        log.info("following the events", after=resumed)
        await until_stopped(_follow(exchange, events, resumed, stop), stop)
        await leads.close()
        await events.close()
    finally:
        await nc.close()


async def _follow(exchange: Exchange, events: Log, after: int, stop: asyncio.Event) -> None:
    try:
        async for batch in events.pull(after, follow=True):
            await exchange.take(batch)
    except PoisonEvent as poison:
        # The other services of this process go on; this one stays at the event until an upgrade can read it.
        log.exception("stopped at an event that this version cannot read", at=poison.position, type=poison.type)
        await stop.wait()
