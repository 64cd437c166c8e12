"""Stories: what happened, event by event, and what a view then shows, on a real database.

    story.tell("zone", "high-tech-zone", ESTABLISHED, on=date(2021, 11, 2))
    assert story.rows(zone_register) == [...]

A stage is a database; stories follow one another on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Engine, delete, update

from domain.envelope import NANOSECONDS, Circumstances, seal
from domain.kernel import Actor, ActorKind, Event
from projections.kernel import Projection
from services.ledger.log import Stored
from services.projector.generation import Generation
from services.projector.reading import Views
from services.projector.rebuild import project
from services.projector.state import LIVE, VIEW_STATE
from services.projector.store import Fold, Store

NAMESPACE = UUID("2f0f3f0e-3c4b-4c39-9d55-7a3b4f1f9e10")
NOV_2 = date(2021, 11, 2)


def stored(position: int, subject: str, body: bytes, recorded: datetime) -> Stored:
    """A message as the log gives it."""
    return Stored(position, subject, body, int(recorded.timestamp() * NANOSECONDS))


class Stage:
    """A database on which one story after the other is told: its tables are made once and emptied in between."""

    def __init__(self, engine: Engine) -> None:
        self.store = Store(engine)
        self.store.prepare()
        self._generations: dict[str, Generation] = {}

    def empty(self, projection: Projection) -> Fold:
        """The view as it stands before anything has happened, and readers read it."""
        generation = self._generations.get(projection.name)
        if generation is None:
            fold = self.store.begin(projection, "story")
            self.store.switch(fold)
            self._generations[projection.name] = fold.generation
            return fold
        with self.store.writer.transaction() as connection:
            for table in generation.tables.values():
                connection.execute(delete(table))
            at_zero = update(VIEW_STATE).where(VIEW_STATE.c.name == projection.name)
            connection.execute(at_zero.values(position=0, status=LIVE, reason=None))
        return Fold(Generation(projection, generation.number, self.store.engine), 0, serving=True)


@dataclass
class Story:
    """A history in the making, told on a stage."""

    stage: Stage
    messages: list[Stored] = field(default_factory=list)
    _sequences: dict[str, int] = field(default_factory=dict)
    _folds: dict[str, Fold] = field(default_factory=dict)

    def tell(
        self,
        category: str,
        entity: str,
        *events: Event,
        on: date = NOV_2,
        by: str = "office",
        known: date | None = None,
    ) -> None:
        """These events happened, with the legal date `on`; the log took them on the day `known` (the same day)."""
        subject = f"evt.{category}.{entity}"
        recorded = datetime.combine(known or on, time(1), UTC) + timedelta(seconds=len(self.messages))
        for event in events:
            position = len(self.messages) + 1
            self._sequences[subject] = sequence = self._sequences.get(subject, 0) + 1
            command = uuid5(NAMESPACE, str(position))
            around = Circumstances(
                command, command, Actor(by, "王芳", ActorKind.PERSON), recorded, on, "illustrative-1"
            )
            body = seal(event, category, entity, sequence, 0, around)
            self.messages.append(stored(position, subject, body, recorded))

    def folded(self, projection: Projection) -> Fold:
        """The view folded from the story; only what is new is folded when it is asked for again."""
        fold = self._folds.get(projection.name) or self.stage.empty(projection)
        self._folds[projection.name] = fold
        new = [message for message in self.messages if message.position > fold.position]
        if new and fold.stop is None:
            project(self.stage.store, [fold], new)
        return fold

    def rows(self, projection: Projection, *columns: str, **question: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as asked
        """What the view shows, in these columns (all but those of every table); `question` as `Views.rows`."""
        fold = self.folded(projection)
        assert fold.stop is None, fold.stop
        found = (
            Views(self.stage.store.engine, {projection.name: projection})
            .rows(projection.name, limit=None, **question)
            .rows
        )
        return [
            {name: value for name, value in row.items() if (name in columns or not columns) and name not in HIDDEN}
            for row in found
        ]

    def row(self, projection: Projection, *columns: str, **question: Any) -> dict[str, Any]:  # noqa: ANN401 - as asked
        """The only row that the view shows."""
        (only,) = self.rows(projection, *columns, **question)
        return only


HIDDEN = {"position", "correlation", "correction"}


def in_batches(messages: Sequence[Stored], cuts: Iterable[int]) -> Iterator[Sequence[Stored]]:
    """The messages cut into batches behind these places."""
    places = sorted({0, *(cut for cut in cuts if 0 < cut < len(messages)), len(messages)})
    for begin, end in pairwise(places):
        if begin < end:
            yield messages[begin:end]
