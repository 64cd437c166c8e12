"""Rows that wait to be sent, in a file of nobody's name: what was looked at is what is sent."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from uuid import UUID

from services.importing.ledgers import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

BETWEEN = b"\t"


def written(row: Row) -> bytes:
    """A row as a line. JSON has neither tabs nor line ends of its own."""
    fields = (str(row.number).encode(), row.entity.encode(), row.id.bytes.hex().encode(), row.follows.encode())
    return BETWEEN.join((*fields, row.body)) + b"\n"


def rows_in(spool: IO[bytes]) -> Iterator[Row]:
    """The rows, from the first."""
    spool.seek(0)
    for line in spool:
        number, entity, id, follows, body = line.rstrip(b"\n").split(BETWEEN, 4)
        yield Row(int(number), entity.decode(), UUID(hex=id.decode()), body, follows.decode())
