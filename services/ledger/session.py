"""One application's place on NATS: which server, stream and subjects; and the errors in the package's words."""

import asyncio
import contextlib
import functools
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from eventsourcing.persistence import DataError, IntegrityError, OperationalError
from nats.errors import Error as ClientError

from services.ledger.bridge import Bridge, Feed
from services.ledger.connection import QuickClient, connect
from services.ledger.log import Log
from services.ledger.sequences import Sequences
from services.ledger.settle import PASSING
from services.ledger.streams import Stream, UnsafeStream, ensure, verify
from services.ledger.wire import Conflict, LedgerError, TooLarge, Unavailable

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]
AGAIN_AFTER = 0.05
"""Seconds before a question that JetStream did not answer is put again."""


@dataclass(frozen=True)
class Place:
    """Where an application's records are. `patience` in seconds: how long a server that is away is waited for."""

    servers: tuple[str, ...]
    stream: Stream
    prefix: str
    credentials: str | None = None
    replicas: int = 1
    patience: float = 10.0


class Session:
    """What the recorders of one factory share: one connection, one loop, one memory of what was seen."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._bridge = Bridge(f"nats-{place.stream.name}")
        self._opening = threading.Lock()
        self._connected: tuple[QuickClient, Log] | None = None

    def open(self, *, create: bool) -> None:
        """Connect, once. With `create` the stream is made where it is absent. Raises OperationalError if that fails."""
        with self._opening, translated():
            if self._connected is None:
                nc, log = self._connected = self._bridge.call(_opened(self.place, create=create))
                self._bridge.at_end(nc.close)
                self._bridge.at_end(log.close)

    @functools.cached_property
    def sequences(self) -> Sequences:
        """The application's sequences; what they do runs on the loop, through `call`."""
        return Sequences(self.log, self.place.prefix)

    @property
    def log(self) -> Log:
        """The open log."""
        return self._there()[1]

    def call(self, work: Work[T]) -> T:
        """Do work on the loop and wait for it; while JetStream is away for a moment, the work is begun again."""
        with translated():
            return self._bridge.call(_patiently(self._there()[0], work, self.place.patience))

    def feed(self, batches: AsyncGenerator[Sequence[T], None]) -> Feed[T]:
        """Iterate on the loop over what never ends, for a thread that waits for each next one."""
        return Feed(self._bridge, batches)

    def close(self) -> None:
        """Disconnect and end the loop. What is called afterwards raises OperationalError."""
        self._bridge.close()

    def _there(self) -> tuple[QuickClient, Log]:
        if self._connected is None:
            raise OperationalError("the session was not opened")
        return self._connected


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise the ledger's errors as the package's own, which applications know."""
    try:
        yield
    except Conflict as error:
        raise IntegrityError(str(error)) from error
    except TooLarge as error:
        raise DataError(str(error)) from error
    except (LedgerError, ClientError, OSError, TimeoutError) as error:
        raise OperationalError(f"{type(error).__name__}: {error}") from error


async def _opened(place: Place, *, create: bool) -> tuple[QuickClient, Log]:
    """Connect and open the log, which checks that its stream can lose nothing and is ours alone."""
    options: dict[str, Any] = {} if place.credentials is None else {"user_credentials": place.credentials}
    async with asyncio.timeout(place.patience):
        nc = await connect(list(place.servers), name=f"eventsourcing {place.prefix}", **options)
    try:
        if create:
            await ensure(nc, place.replicas, streams=(place.stream,))
        await _must_be_safe(nc, place)
        return nc, await Log.open(nc, stream=place.stream.name, patience=place.patience)
    except BaseException:
        await nc.close()
        raise


async def _must_be_safe(nc: QuickClient, place: Place) -> None:
    """Refuse a stream that could lose what it acknowledged, or that takes others' subjects."""
    if unsafe := await verify(nc, place.stream, replicas=place.replicas):
        raise UnsafeStream(place.stream.name, unsafe)


async def _patiently(nc: QuickClient, work: Work[T], patience: float) -> T:
    """Begin work, and begin it again while JetStream only says that it is away: then certainly nothing was stored."""
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    while True:
        try:
            if nc.is_connected:
                return await work()
            raise Unavailable("not connected")  # noqa: TRY301  treated as the same answer of a server that is away
        except TooLarge:
            raise
        except Unavailable as error:
            if error.code not in PASSING or loop.time() > until:
                raise
        await asyncio.sleep(AGAIN_AFTER)
