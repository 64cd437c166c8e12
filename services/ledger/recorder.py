"""JetStream as a persistence module of the `eventsourcing` package: PERSISTENCE_MODULE=services.ledger.recorder.

Any application of that package runs on it: events, snapshots, process applications, projections, subscriptions, dynamic
consistency boundaries. Its environment, each name also with the application's before it (BANKACCOUNTS_NATS_STREAM):

    NATS_URL             where the server is; for a cluster several, separated by commas
    NATS_STREAM          the application's stream; APP_<NAME> where nothing is said; made where it is absent
    NATS_SUBJECT_PREFIX  under which its subjects are; <stream>.<name> in small letters where nothing is said
    NATS_CREDENTIALS     path of a credentials file (JWT and key)
    NATS_REPLICAS        copies of the stream in a cluster; 1 where nothing is said
    NATS_PATIENCE        seconds for which a server that is away is waited for; 10 where nothing is said
    CREATE_TABLE         "no": the stream must be there already
"""

import threading
from typing import TypeVar

from eventsourcing.dcb.persistence import DCBInfrastructureFactory
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from services.ledger.boundary import JetStreamDCBRecorder
from services.ledger.recording import (
    JetStreamAggregateRecorder,
    JetStreamApplicationRecorder,
    JetStreamProcessRecorder,
    JetStreamSubscription,
    JetStreamTrackingRecorder,
)
from services.ledger.records import token
from services.ledger.sequences import EVENTS
from services.ledger.session import Place, Session
from services.ledger.streams import Stream

__all__ = [
    "JetStreamAggregateRecorder",
    "JetStreamApplicationRecorder",
    "JetStreamDCBRecorder",
    "JetStreamFactory",
    "JetStreamProcessRecorder",
    "JetStreamSubscription",
    "JetStreamTrackingRecorder",
]

T = TypeVar("T")


class JetStreamFactory(
    InfrastructureFactory[JetStreamTrackingRecorder], DCBInfrastructureFactory[JetStreamTrackingRecorder]
):
    """Makes an application's recorders, all on one connection, which the first of them opens.

    Raises OSError for an environment that does not say where, or says it wrongly.
    """

    NATS_URL = "NATS_URL"
    NATS_STREAM = "NATS_STREAM"
    NATS_SUBJECT_PREFIX = "NATS_SUBJECT_PREFIX"
    NATS_CREDENTIALS = "NATS_CREDENTIALS"
    NATS_REPLICAS = "NATS_REPLICAS"
    NATS_PATIENCE = "NATS_PATIENCE"
    CREATE_TABLE = "CREATE_TABLE"

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.place = self._place()
        self._session: Session | None = None
        self._making = threading.Lock()

    def aggregate_recorder(self, purpose: str = EVENTS) -> JetStreamAggregateRecorder:
        """Records of aggregates for a purpose: `events`, or `snapshots`."""
        return JetStreamAggregateRecorder(self._opened(), purpose=purpose)

    def application_recorder(self) -> JetStreamApplicationRecorder:
        """All events of the application in one order. APPLICATION_RECORDER_TOPIC names a subclass."""
        return self._named(self.APPLICATION_RECORDER_TOPIC, JetStreamApplicationRecorder)(self._opened())

    def tracking_recorder(
        self, tracking_recorder_class: type[JetStreamTrackingRecorder] | None = None
    ) -> JetStreamTrackingRecorder:
        """How far others have been processed; a view of the class given, or named by TRACKING_RECORDER_TOPIC."""
        chosen = tracking_recorder_class or self._named(self.TRACKING_RECORDER_TOPIC, JetStreamTrackingRecorder)
        return chosen(self._opened())

    def process_recorder(self) -> JetStreamProcessRecorder:
        """Events together with what they answer. PROCESS_RECORDER_TOPIC names a subclass."""
        return self._named(self.PROCESS_RECORDER_TOPIC, JetStreamProcessRecorder)(self._opened())

    def dcb_recorder(self) -> JetStreamDCBRecorder:
        """Events with tags, under conditions of their own."""
        return JetStreamDCBRecorder(self._opened())

    def close(self) -> None:
        """Disconnect. Recorders of this factory are of no use afterwards."""
        if self._session is not None:
            self._session.close()

    def _opened(self) -> Session:
        with self._making:
            if self._session is None:
                self._session = Session(self.place)
        self._session.open(create=strtobool(self.env.get(self.CREATE_TABLE) or "yes"))
        return self._session

    def _named(self, variable: str, usual: type[T]) -> type[T]:
        """The recorder class that an environment variable names, else the usual one."""
        topic = self.env.get(variable)
        chosen = resolve_topic(topic) if topic else usual
        if not (isinstance(chosen, type) and issubclass(chosen, usual)):
            raise OSError(f"{variable} names {topic}, which is no {usual.__name__}")
        return chosen

    def _place(self) -> Place:
        url = self.env.get(self.NATS_URL)
        if not url:
            keys = ", ".join(self.env.create_keys(self.NATS_URL))
            raise OSError(f"where is the NATS server? None of these is in the environment: {keys}")
        name = token(self.env.name or "stored")
        stream = self.env.get(self.NATS_STREAM) or f"APP_{name.upper()}"
        prefix = self.env.get(self.NATS_SUBJECT_PREFIX) or f"{stream.lower()}.{name.lower()}"
        return Place(
            servers=tuple(server.strip() for server in url.split(",")),
            stream=Stream(stream, (f"{prefix.partition('.')[0]}.>",)),
            prefix=prefix,
            credentials=self.env.get(self.NATS_CREDENTIALS) or None,
            replicas=int(self._number(self.NATS_REPLICAS, 1)),
            patience=self._number(self.NATS_PATIENCE, 10),
        )

    def _number(self, variable: str, usual: float) -> float:
        said = self.env.get(variable)
        try:
            number = float(said) if said else usual
        except ValueError:
            number = 0
        if number <= 0:
            raise OSError(f"{variable} has to be a number above 0, not {said!r}")
        return number
