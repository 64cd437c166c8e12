"""The comparison: the `eventsourcing` package's own Application on PostgreSQL as delivered, fsync on."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy import create_engine, make_url

from services.bench.figures import Load, load_of


class Note(Aggregate):
    """An aggregate with one event a command, of about the size of ours."""

    @event("Begun")
    def __init__(self, text: str) -> None:
        self.text = text


def application(database_url: str) -> Application[UUID]:
    """The Application on the database of a SQLAlchemy URL, with a connection for each of 64 threads."""
    url = make_url(database_url)
    return Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": url.database or "",
            "POSTGRES_HOST": url.host or "127.0.0.1",
            "POSTGRES_PORT": str(url.port or 5432),
            "POSTGRES_USER": url.username or "",
            "POSTGRES_PASSWORD": url.password or "-",
            "POSTGRES_POOL_SIZE": "64",
            "POSTGRES_MAX_OVERFLOW": "8",
        }
    )


def reached(database_url: str) -> None:
    """Raise SQLAlchemy's error where the database cannot be reached."""
    engine = create_engine(database_url)
    try:
        engine.connect().close()
    finally:
        engine.dispose()


def commits(database_url: str, threads: int, operations: int) -> Load:
    """Each thread saves new aggregates one after the other; every save is committed, with fsync."""
    store = application(database_url)
    text = "演示" * 110

    def save(_worker: int) -> list[float]:
        durations = []
        for _ in range(operations // threads):
            began = time.perf_counter()
            store.save(Note(f"{text}{uuid4()}"))
            durations.append(time.perf_counter() - began)
        return durations

    with ThreadPoolExecutor(threads) as pool:
        # Every connection is opened before the clock runs.
        list(pool.map(lambda _: store.save(Note(text)), range(threads)))
        began = time.perf_counter()
        durations = [each for part in pool.map(save, range(threads)) for each in part]
        took = time.perf_counter() - began
    store.close()
    return load_of(durations, took)
