"""The index in a PostgreSQL database: the package's recorder, as it is."""

from __future__ import annotations

from collections.abc import Sequence

from eventsourcing.postgres import PostgresDatastore, PostgresProcessRecorder
from psycopg.conninfo import conninfo_to_dict

from services.ledger.shelves import COMMAND, adopted, adoption, keep, stored
from services.ledger.wire import Stored

TABLE, TRACKING = "event_index", "event_index_tracking"
PARTS = ("dbname", "host", "port", "user", "password")


class PostgresShelf:
    """Two tables in a PostgreSQL database, which several command services may share: whoever is first keeps a batch."""

    quick = False

    def __init__(self, url: str) -> None:
        """`url` as psycopg takes it; SQLAlchemy's `postgresql+psycopg://` is understood too."""
        given = conninfo_to_dict(url.replace("+psycopg", ""))
        dbname, host, port, user, password = (str(given.get(key) or "") for key in PARTS)
        self._datastore = PostgresDatastore(
            dbname, host, port, user, password, pool_size=2, max_overflow=3, originator_id_type="text"
        )
        self._recorder = PostgresProcessRecorder(self._datastore, events_table_name=TABLE, tracking_table_name=TRACKING)
        self._recorder.create_table()

    def adopt(self, incarnation: str, head: int) -> int:
        """As `Shelf`."""
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(f"LOCK TABLE {TRACKING}".encode())
            for statement in adoption(TABLE, TRACKING):
                cursor.execute(statement.encode(), adopted(incarnation, head))
        return int(self._recorder.max_tracking_id(incarnation) or 0)

    def keep(self, batch: Sequence[Stored], incarnation: str) -> None:
        """As `Shelf`."""
        keep(self._recorder, batch, incarnation)

    def events(self, subject: str, after: int, until: int | None = None) -> list[Stored]:
        """As `Shelf`."""
        found = self._recorder.select_events(subject, gt=after, lte=until)
        return [stored(subject, each.originator_version, each.state) for each in found]

    def pointers(self, command: str) -> list[tuple[int, str]]:
        """As `Shelf`."""
        return [(each.originator_version, each.topic) for each in self._recorder.select_events(COMMAND + command)]

    def both(self, subject: str, command: str) -> tuple[list[Stored], list[tuple[int, str]]]:
        """As `Shelf`."""
        return self.events(subject, 0), self.pointers(command)

    def close(self) -> None:
        """As `Shelf`."""
        self._datastore.close()
