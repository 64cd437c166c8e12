"""What has to hold after every round, the log against the receipts, and all else against the log."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from pathlib import Path

from domain.catalogue import DECIDERS
from domain.envelope import Recorded, event_id
from domain.messages import Receipt
from projections.catalogue import PROJECTIONS
from services.exchange import feed
from services.ledger.log import Log, Stored
from services.ledger.sqlite_shelf import SqliteShelf
from services.projector.database import open_engine
from services.projector.folding import compare
from tests.chaos.load import Load, Sent
from tests.chaos.site import Site, until

assert DECIDERS, "the catalogue is what knows every event"


class Truth:
    """The whole log as it is now: by position, by the command that caused it, by entity."""

    def __init__(self, stored: list[Stored]) -> None:
        self.stored = stored
        self.caused: dict[str, list[Recorded]] = defaultdict(list)
        self.entities: dict[str, list[Recorded]] = defaultdict(list)
        self.recorded = [Recorded.read(each.position, each.recorded, each.body) for each in stored]
        for each, recorded in zip(stored, self.recorded, strict=True):
            self.caused[recorded.command].append(recorded)
            self.entities[each.subject].append(recorded)

    @classmethod
    async def of(cls, log: Log) -> Truth:
        """Read the log from zero; its positions are contiguous, or this raises `Gap`."""
        return cls([each async for batch in log.pull() for each in batch])


async def everything_holds(site: Site, load: Load, *, was_full: bool = False) -> Truth:
    """All checks: before and after what was given up is settled, then the views, the index and the leads' feed.

    `was_full`: the store had no room meanwhile, see `receipts_hold`; settled, everything is whole all the same.
    """
    before = await Truth.of(site.log)
    receipts_hold(load, before, full=was_full)
    await load.settle()
    await site.at_rest()
    truth = await Truth.of(site.log)
    receipts_hold(load, truth)
    assert [each.body for each in truth.stored[: len(before.stored)]] == [each.body for each in before.stored]
    versions_are_contiguous(truth)
    await views_equal_a_replay(site)
    await index_equals_the_log(site, truth)
    if "reactor" in site.children:
        await leads_follow_from_the_log(site, truth)
    return truth


def receipts_hold(load: Load, truth: Truth, *, full: bool = False) -> None:
    """Acknowledged: there exactly once, as the receipt says. Refused: not there. Neither: there once or not at all.

    `full`: the store has no room. nats-server 2.15.1 then keeps the first messages of an atomic batch in the stream and
    the others aside until there is room; what is stored in part was never acknowledged, and its retry completes it.
    """
    for sent in load.sent:
        caused = truth.caused.get(str(sent.id), [])
        _is_whole(sent, caused, may_be_begun=full and sent.receipt is None)
        if sent.receipt is not None:
            _equals(sent, sent.receipt, caused)
        if sent.refused is not None:
            assert not caused, f"{sent} was refused, yet it stands at {caused[0].position}"
        receipts = [answer for answer in sent.answers if isinstance(answer, Receipt)]
        assert len({receipt.model_copy(update={"repeated": False}) for receipt in receipts}) <= 1, sent


def _is_whole(sent: Sent, caused: list[Recorded], *, may_be_begun: bool) -> None:
    """The events of a command stand together, once each, all or none of them."""
    ids = [str(event_id(sent.id, ordinal)) for ordinal in range(1, len(caused) + 1)]
    assert [each.id for each in caused] == ids, f"{sent}: {[(each.position, each.id) for each in caused]}"
    first = caused[0].position if caused else 0
    assert [each.position for each in caused] == list(range(first, first + len(caused))), sent
    if caused and sent.step.name == "organisation.register":
        officials = sent.step.data["officials"]
        assert isinstance(officials, list)
        assert len(caused) == 1 + len(officials) or may_be_begun, f"{sent}: stored in part"
    elif caused:
        assert len(caused) == 1, sent


def _equals(sent: Sent, receipt: Receipt, caused: list[Recorded]) -> None:
    assert caused, f"LOST: {sent} was acknowledged and is not in the log"
    assert receipt.command == sent.id
    assert [str(id) for id in receipt.events] == [each.id for each in caused], sent
    assert list(receipt.types) == [each.type for each in caused], sent
    assert (receipt.category, receipt.entity) == (caused[0].category, caused[0].entity), sent
    assert (receipt.position, receipt.version) == (caused[-1].position, caused[-1].sequence), sent
    assert receipt.rulebook == caused[-1].rulebook, sent


def versions_are_contiguous(truth: Truth) -> None:
    """Per entity 1..n, in the order of the log."""
    for subject, events in truth.entities.items():
        assert [each.sequence for each in events] == list(range(1, len(events) + 1)), subject
        assert {f"evt.{each.category}.{each.entity}" for each in events} == {subject}


async def views_equal_a_replay(site: Site) -> None:
    """Every view stands at the end of the log, and holds what a replay from zero makes."""
    head = await site.caught_up()
    engine = open_engine(site.settings.views_url)
    try:
        comparison = await compare(engine, site.log, PROJECTIONS.values())
    finally:
        engine.dispose()
    assert comparison.differences == ()
    assert set(comparison.positions) == set(PROJECTIONS)
    assert set(comparison.positions.values()) == {head}
    assert sum(comparison.rows.values()) > 0


async def index_equals_the_log(site: Site, truth: Truth) -> None:
    """The command service's index holds every event of the log, by entity and by command, and no other."""
    copy = site.data / "index-copy.sqlite"

    async def there() -> bool:
        return await asyncio.to_thread(_index_is_at, site, copy, truth)

    await until(there, lambda: f"the index did not reach {len(truth.stored)}")
    shelf = SqliteShelf(copy)
    try:
        for subject, events in truth.entities.items():
            wanted = [truth.stored[each.position - 1] for each in events]
            assert shelf.events(subject, 0) == wanted, subject
        for command, events in truth.caused.items():
            pointers = [(each.position, f"evt.{each.category}.{each.entity}") for each in events]
            assert shelf.pointers(command) == pointers, command
    finally:
        shelf.close()
    with sqlite3.connect(copy) as connection:
        ((rows,),) = connection.execute("SELECT count(*) FROM stored_events")
    connection.close()
    assert rows == 2 * len(truth.stored)


def _index_is_at(site: Site, copy: Path, truth: Truth) -> bool:
    """Copy the index while its owner uses it; whether the copy is at the end of the log."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    live, ours = sqlite3.connect(site.settings.index_file), sqlite3.connect(copy)
    try:
        live.backup(ours)
    finally:
        live.close()
        ours.close()
    shelf = SqliteShelf(copy)
    try:
        return shelf.adopt(site.log.incarnation, len(truth.stored)) == len(truth.stored)
    finally:
        shelf.close()


async def leads_follow_from_the_log(site: Site, truth: Truth) -> None:
    """Stream LEADS holds what follows from every event, in order, once."""
    wanted, views = [], dict[str, feed.View | None]()
    for recorded in truth.recorded:
        if recorded.category == "lead":
            before = views.get(recorded.entity)
            views[recorded.entity] = now = feed.after(before, recorded.event)
            wanted += [(each.subject, each.body) for each in feed.messages(recorded, before, now)]
    leads = await Log.open(site.nc, stream="LEADS")

    async def there() -> bool:
        return await leads.head() >= len(wanted)

    try:
        await until(there, lambda: f"the exchange did not write {len(wanted)} messages")
        assert [(each.subject, each.body) async for batch in leads.pull() for each in batch] == wanted
    finally:
        await leads.close()
