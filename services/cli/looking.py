"""Looking at views: the live rows, or rows worked out from the log as of a legal date or a recorded instant."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from services.cli.failure import Exit, Failure
from services.cli.output import note, print_json, print_record, print_table
from services.cli.progress import counting
from services.cli.running import connected, located
from services.cli.speech import LANGUAGE, Language, say

if TYPE_CHECKING:
    from services.cli.command import Here
    from services.projector.asking import Answered
    from services.projector.reading import Freshness, Page, Rows, Views


@asynccontextmanager
async def looking(here: Here, *names: str) -> AsyncIterator[Views]:
    """The views, live, or those in `names` folded from the log where the call names one of the two clocks."""
    from projections.catalogue import PROJECTIONS
    from services.projector.database import open_engine
    from services.projector.reading import Views

    for name in names:
        if name not in PROJECTIONS:
            raise Failure("cli-unknown-view", code=Exit.USAGE, view=name, known=" | ".join(PROJECTIONS))
    if here.as_of is None and here.known_at is None:
        engine = open_engine(located(here).views_url)
        try:
            yield Views(engine)
        finally:
            engine.dispose()
        return
    from services.ledger.log import Log
    from services.projector.folding import folded

    async with connected(here) as client:
        events = await Log.open(client)
        wanted = [PROJECTIONS[name] for name in names]
        with counting(say("cli.folding")) as told:
            scratch = await folded(events, wanted, as_of=here.as_of, known_at=here.known_at, progress=told)
        await events.close()
    with scratch:
        yield scratch.views


def ask(views: Views, name: str, **question: Any) -> Page:  # noqa: ANN401 - the parts of a question to `Views.rows`
    """Rows of a view; a question that the view does not understand is a failure that says what it has."""
    try:
        return views.rows(name, **question)
    except LookupError as error:
        rule = getattr(error, "rule", None)
        if rule is None:
            raise
        details: dict[str, str] = getattr(error, "details", {})
        raise Failure(rule, code=Exit.USAGE, **{name: _untranslated(each) for name, each in details.items()}) from error


def _untranslated(text: str) -> str:
    """A list of names that are to be typed as they are: the vocabulary translates what stands between commas."""
    return text.replace(", ", " | ")


def show_rows(
    here: Here, name: str, page: Page | Answered, columns: Sequence[str] = (), called: Mapping[str, str] | None = None
) -> None:
    """Print rows as JSON or as a table, and on stderr how fresh they are and that they are demonstration data.

    `called`: the names of organisations and zones by id (see `names`).
    """
    if here.json:
        print_json(page.rows)
    else:
        shown = columns or tuple(page.rows[0] if page.rows else ())
        rows = (shown_as(row, called or {}) for row in page.rows)
        print_table(say(f"view.{name}"), [spoken(column) for column in shown], rows)
        say_how_many(here, page)
    warn(page.rows, page.freshness)


def show_row(here: Here, name: str, key: Mapping[str, object], page: Page, parts: Mapping[str, Page]) -> None:
    """Print one row with the rows of other tables that belong to it."""
    if not page.rows:
        raise Failure("cli-not-found", category=next(iter(key)), entity="--".join(map(str, key.values())))
    if here.json:
        print_json({**page.rows[0], **{table: part.rows for table, part in parts.items()}})
    else:
        print_record(say(f"view.{name}"), shown_as(page.rows[0]))
        for table, part in parts.items():
            if part.rows:
                print_table(say(f"table.{table}"), tuple(part.rows[0]), map(shown_as, part.rows))
    warn(page.rows, page.freshness)


def names(views: Views) -> dict[str, str]:
    """What organisations and zones are called in the reader's language, by id."""
    column = spoken("name")
    organisations = {row["org"]: row[column] for row in ask(views, "organisations", limit=None).rows}
    zones = {row["zone"]: row[column] for row in ask(views, "zone-register", limit=None).rows}
    return {**organisations, **zones}


CALLED = frozenset({"body", "applicant", "reporter", "holder"})
"""Columns with an id that people know by name."""


def shown_as(row: Mapping[str, object], called: Mapping[str, str] = MappingProxyType({})) -> dict[str, object]:
    """A row as people read it: money in 万元, organisations and zones by their names."""
    from domain.values import FEN_PER_WAN
    from services.tabular.cells import in_wan

    amounts = {name: value for name, value in row.items() if isinstance(value, int) and in_wan(name)}
    money = {name: f"{value / FEN_PER_WAN:,.0f}" for name, value in amounts.items()}
    known = {name: called.get(str(row[name]), row[name]) for name in CALLED & row.keys()}
    return {**row, **money, **known}


def spoken(column: str) -> str:
    """The column that holds the reader's language, where a column is named without one."""
    return {"name": f"name_{LANGUAGE.value}"}.get(column, column)


def say_how_many(here: Here, page: Page | Answered) -> None:
    """How many rows, and where they were drawn from."""
    if here.as_of is None and here.known_at is None:
        text = say("cli.rows").format(count=len(page.rows), position=page.freshness.position)
    else:
        now = say("cli.now")
        text = say("cli.folded").format(as_of=here.as_of or now, known_at=here.known_at or now)
    note(text)


def warn(rows: Rows, freshness: Freshness) -> None:
    """Say loudly what a reader must know: the view has stopped, is not built yet, or holds demonstration data."""
    from services.scenario.steps import is_demonstration

    for text in troubles(freshness):
        note(text, style="bold red")
    if any(is_demonstration(str(row.get("correlation", ""))) for row in rows):
        note(say("cli.demonstration"), style="yellow")


def troubles(freshness: Freshness) -> list[str]:
    """What is wrong with a view, in the reader's language."""
    if freshness.stopped is not None:
        text = freshness.stopped.text
        reason = f"{text.en} {text.advice_en}" if LANGUAGE is Language.EN else f"{text.zh}{text.advice_zh}"
        return [say("cli.stopped-view").format(position=freshness.stopped.position, reason=reason)]
    if freshness.status == "building" and not freshness.position:
        return [say("cli.building-view").format(view=say(f"view.{freshness.view}"))]
    return []
