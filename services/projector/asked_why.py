"""A question why, checked: which view, which row by its key, which field; and what the asker may see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.kernel import Refused
from projections.catalogue import PROJECTIONS
from projections.columns import columns_of, table_of
from projections.question import CLAUSE, UnknownView, as_value
from services.projector.asking import known_view
from services.projector.why import Reasons, Subject, reasons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table

    from services.ledger.log import Log


def subject_of(view: str, table: str | None, key: Mapping[str, object], field: str | None, **more: Any) -> Subject:  # noqa: ANN401 - who asks, and by which clock
    """What is asked about. Raises `Refused` where the view has no such table, key or field."""
    known_view(view)
    projection = PROJECTIONS[view]
    try:
        chosen, columns = table_of(projection, table), columns_of(projection, table)
    except UnknownView as error:
        raise error.refused() from None
    if field is not None and field not in columns:
        raise UnknownView("unknown-column", field="field", column=field, known=", ".join(columns)).refused()
    return Subject(projection, chosen.name, _typed(chosen, key), field, **more)


def _typed(table: Table, key: Mapping[str, object]) -> dict[str, object]:
    """The values of a key as its columns have them; exactly its columns."""
    wanted = {column.name: column for column in table.primary_key}
    if key.keys() != wanted.keys():
        raise UnknownView("key-of-view", field="row", known=", ".join(wanted)).refused()
    try:
        return {name: as_value(wanted[name], value) for name, value in key.items()}
    except UnknownView as error:
        error.field = "row"
        raise error.refused() from None


async def asked_why(events: Log, subject: Subject) -> Reasons:
    """The reasons. Raises `Refused` where there never was such a row, or the asker does not see it."""
    found = await reasons(events, subject)
    if found.hidden or (found.row is None and not found.reasons):
        entity = "--".join(str(value) for value in subject.key.values())
        raise Refused("no-such-row", clause=CLAUSE, field="row", entity=entity)
    return found
