"""`liandong view why`: for any field of any row of the register, the events that made it, as a table or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.cli.asking import reader_for
from services.cli.failure import Exit, Failure
from services.cli.output import heading, note, print_json, print_table
from services.cli.running import connected
from services.cli.speech import say

if TYPE_CHECKING:
    from services.cli.command import Here
    from services.projector.why import Reason, Reasons, Subject

COLUMNS = ("position", "effective", "recorded", "event", "org", "actor", "change")


async def show_reasons(
    here: Here, view: str, row: str, field: str | None, table: str | None, viewer: str | None
) -> None:
    """Print why."""
    from domain.kernel import Refused
    from services.ledger.log import Log
    from services.projector.asked_why import asked_why, subject_of

    reader = reader_for(here, viewer) if viewer else None
    try:
        key = _key(view, table, row)
        subject = subject_of(view, table, key, field, reader=reader, as_of=here.as_of, known_at=here.known_at)
        async with connected(here) as client:
            events = await Log.open(client)
            found = await asked_why(events, subject)
            await events.close()
    except Refused as refused:
        raise Failure(refused.rule, code=Exit.USAGE, **refused.details) from refused
    _show(here, subject, found)


def _key(view: str, table: str | None, row: str) -> dict[str, object]:
    """The parts of the key, by commas, in the order of its columns; too few are refused when they are asked with."""
    from projections.catalogue import PROJECTIONS
    from projections.columns import table_of
    from projections.question import UnknownView
    from services.projector.asking import known_view

    known_view(view)
    try:
        names = [column.name for column in table_of(PROJECTIONS[view], table).primary_key]
    except UnknownView as error:
        raise error.refused() from None
    values = row.split(",", len(names) - 1)
    return dict(zip(names, values, strict=False))


def _show(here: Here, subject: Subject, found: Reasons) -> None:
    from services.queries.reasons import why_answer

    if here.json:
        print_json(why_answer(subject, found))
        return
    title = f"{say(f'view.{subject.projection.name}')} {'--'.join(map(str, subject.key.values()))}"
    print_table(title, COLUMNS, map(_line, found.reasons))
    note(say("cli.why").format(count=len(found.reasons), position=found.position))


def _line(reason: Reason) -> dict[str, Any]:
    recorded, correction = reason.recorded, reason.correction
    changes = [f"{heading(each.column)}: {_said(each.before)} → {_said(each.after)}" for each in reason.differences]
    if reason.gone:
        changes.append(say("cli.why.gone"))
    if correction is not None:
        changes.append(say("cli.why.corrected").format(position=correction.position, org=correction.org))
    return {
        "position": recorded.position,
        "effective": recorded.effective,
        "recorded": recorded.recorded,
        "event": recorded.type,
        "org": recorded.org,
        "actor": recorded.actor,
        "change": "\n".join(changes),
    }


def _said(value: object) -> str:
    from services.cli.output import cell

    return cell(value) or "∅"
