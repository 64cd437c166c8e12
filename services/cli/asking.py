"""A question on a view from the options of a call, and its answer as JSON, CSV or Excel, shown or in a file."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.cli.failure import Exit, Failure
from services.cli.output import note
from services.cli.speech import LANGUAGE, say

if TYPE_CHECKING:
    from projections.question import Condition, Question
    from projections.rights import Reader
    from services.cli.command import Here
    from services.projector.asking import Answered
    from services.projector.reading import Views


class Format(StrEnum):
    """What an answer is written as."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


OPERATORS = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "~": "contains"}
SYMBOLIC = re.compile(r"\s*([a-z_]+)\s*(!=|<=|>=|=|<|>|~)(.*)", re.DOTALL)
CHOICE = re.compile(r"\s*([a-z_]+)\s+in\s(.*)", re.DOTALL)


def condition(text: str) -> Condition:
    """`column=value`, `!=`, `<`, `<=`, `>`, `>=`, `column~piece` or `column in a,b`; no value: empty."""
    from projections.question import Condition, Operator

    if found := CHOICE.fullmatch(text):
        return Condition(column=found[1], op=Operator.IN, value=[each.strip() for each in found[2].split(",")])
    if (found := SYMBOLIC.fullmatch(text)) is None:
        raise Failure("cli-bad-where", code=Exit.USAGE, value=text)
    value = found[3].strip()
    return Condition(column=found[1], op=Operator(OPERATORS[found[2]]), value=value or None)


def question_of(here: Here, **parts: Any) -> Question:  # noqa: ANN401 - the parts of a question
    """The question that a call asks. The clocks are the call's own: `looking` has folded by them."""
    from pydantic import ValidationError

    from projections.question import Question
    from services.commands.refusals import field_refused

    try:
        return Question(**parts, as_of=here.as_of, known_at=here.known_at)
    except ValidationError as error:
        refused = field_refused(error, "view show")
        raise Failure(refused.rule, code=Exit.USAGE, **refused.details) from error


async def answer(views: Views, view: str, question: Question, **more: Any) -> Answered:  # noqa: ANN401 - who asks
    """The page; a question that the view does not understand is a failure that says what it has."""
    from domain.kernel import Refused
    from services.projector.asking import asked, reached

    try:
        if not question.folds:
            await reached(views, view, question.at_least)
        return asked(views, view, question, **more)
    except Refused as refused:
        raise Failure(refused.rule, code=Exit.USAGE, **refused.details) from refused


def reader_for(here: Here, org: str) -> Reader:
    """The organisation with the rights that it has today, whatever clock the call names."""
    from domain.kernel import Refused
    from services.cli.running import located
    from services.projector.database import open_engine
    from services.projector.readers import reader_of
    from services.projector.reading import Views

    engine = open_engine(located(here).views_url)
    try:
        return reader_of(Views(engine), org)
    except Refused as refused:
        raise Failure(refused.rule, code=Exit.USAGE, **refused.details) from refused
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Document:
    """An answer to be written: which view, of which table, what came, and how it was asked for."""

    here: Here
    view: str
    question: Question
    answered: Answered

    def bytes(self, wanted: Format) -> bytes:
        """The answer as a file of that format."""
        from projections.catalogue import PROJECTIONS
        from projections.columns import columns_of

        columns = tuple(columns_of(PROJECTIONS[self.view], self.question.table))
        if wanted is Format.CSV:
            from services.tabular.delimited import to_csv

            return to_csv(columns, self.answered.rows, LANGUAGE.value)
        if wanted is Format.XLSX:
            from services.tabular.workbook import to_xlsx

            return to_xlsx(say(f"view.{self.view}"), columns, self.answered.rows, LANGUAGE.value, self._about())
        from pydantic_core import to_json

        return to_json(self.answered.rows, indent=2) + b"\n"

    def _about(self) -> tuple[tuple[str, str], ...]:
        """What the reader of a sheet should know of its rows: whence, when, and that they are invented if they are."""
        from services.scenario.steps import is_demonstration
        from services.tabular.cells import in_shanghai

        question, fresh, now = self.question, self.answered.freshness, say("cli.now")
        known = now if question.known_at is None else in_shanghai(question.known_at)
        told = [
            (say("cli.about.view"), f"{say(f'view.{self.view}')} ({self.view})"),
            (say("column.position"), str(fresh.position)),
            (say("cli.option.as-of"), str(question.as_of or now)),
            (say("cli.option.known-at"), known),
            (say("cli.about.written"), in_shanghai(datetime.now(UTC))),
        ]
        if any(is_demonstration(str(row.get("correlation", ""))) for row in self.answered.rows):
            told.append((say("cli.about.note"), say("cli.demonstration")))
        return tuple(told)


def write(content: bytes, wanted: Format, output: Path | None) -> None:
    """To a file, whole or not at all; else to standard output, where a workbook has no business on a terminal."""
    if output is not None:
        unfinished = output.with_name(f"{output.name}.unfinished")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
        note(say("cli.written").format(file=output))
        return
    if wanted is Format.XLSX and sys.stdout.isatty():
        raise Failure("cli-needs-output", code=Exit.USAGE)
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
