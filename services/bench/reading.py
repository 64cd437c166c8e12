"""How fast a log is read: a view built anew from it, and one entity loaded that nobody has in memory."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from domain.lead import lead as lead_decider
from projections.kernel import Projection
from services.bench.figures import Load, load_of
from services.bench.history import PER_LEAD, lead
from services.ledger.index import Index
from services.ledger.log import Log
from services.ledger.repository import Repository
from services.projector.database import open_engine
from services.projector.rebuild import rebuild
from services.projector.store import Store
from services.settings import sqlite_at


class WrongRead(Exception):
    """What was read is not what was written: the figures would mean nothing."""


async def rebuilding(log: Log, view: Projection, file: Path, events: int) -> float:
    """Events a second when a view is built from an empty database, rows and position in one transaction a batch."""
    engine = open_engine(sqlite_at(file))
    store = Store(engine)
    began = time.perf_counter()
    fold = await rebuild(store, log, view)
    took = time.perf_counter() - began
    store.close()
    engine.dispose()
    if fold.stop is not None or fold.position != events:
        raise WrongRead(f"{view.name} stands at {fold.position} of {events}: {fold.stop}")
    return events / took


async def cold_loads(log: Log, index: Index, leads: int, loads: int) -> Load:
    """Load entities drawn at random from `leads`, each by a repository that has nothing in memory."""
    draw = Random(leads)  # noqa: S311 - the same draw every time, nothing secret
    durations = []
    began = time.perf_counter()
    for number in draw.choices(range(leads), k=loads):
        repository = Repository(log, index)
        start = time.perf_counter()
        loaded = await repository.load(lead_decider, lead(number))
        durations.append(time.perf_counter() - start)
        if loaded.version != PER_LEAD:
            raise WrongRead(f"{lead(number)} has {loaded.version} events, not {PER_LEAD}")
    return load_of(durations, time.perf_counter() - began)
