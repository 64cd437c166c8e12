"""`liandong send ORG CATEGORY COMMAND`: one command through the door. Exit code 0 accepted, 2 refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID, uuid4

from services.cli.command import Here, argument, command, day, option
from services.cli.failure import Exit, Failure, Turned
from services.cli.output import print_json, print_record
from services.cli.running import connected
from services.cli.speech import say

if TYPE_CHECKING:
    import typer

    from domain.messages import Receipt

STANDARD_INPUT = "-"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "send", shows=False)(send)


async def send(
    here: Here,
    *,
    org: Annotated[str, argument("org")],
    category: Annotated[str, argument("category")],
    command: Annotated[str, argument("command")],
    entity: Annotated[str, option("entity", "entity")],
    official: Annotated[str, option("official", "official")],
    id: Annotated[str | None, option("id", "id")] = None,
    body: Annotated[str, option("json", "body", metavar="JSON|@FILE|-")] = "{}",
    effective: Annotated[str | None, option("effective", "effective", metavar="YYYY-MM-DD")] = None,
    expected: Annotated[int | None, option("expected", "expected", min=0)] = None,
    robot: Annotated[bool, option("robot", "robot")] = False,
) -> None:
    """Send it, and show the receipt or the refusal."""
    from domain.kernel import ActorKind
    from domain.messages import Refusal
    from services.commands.client import CommandClient

    fields, identity = read_fields(body), _identity(id)
    on = day(effective) if effective else None
    async with connected(here) as client:
        answer = await CommandClient(client).send(
            org,
            category,
            command,
            entity,
            fields,
            official=official,
            id=identity,
            kind=ActorKind.ROBOT if robot else ActorKind.PERSON,
            effective=on,
            expected=expected,
        )
    if sys.stdout.isatty():
        _show(answer) if not isinstance(answer, Refusal) else None
    else:
        print_json(answer.model_dump(mode="json"))
    if isinstance(answer, Refusal):
        raise Turned(answer)


def _show(receipt: Receipt) -> None:
    title = say("cli.accepted-before" if receipt.repeated else "cli.accepted")
    print_record(title, receipt.model_dump(mode="json", exclude={"outcome", "repeated"}))


def _identity(text: str | None) -> UUID:
    try:
        return UUID(text) if text else uuid4()
    except ValueError as error:
        raise Failure("cli-bad-uuid", code=Exit.USAGE, value=str(text)) from error


def read_fields(text: str) -> bytes:
    """The command's fields, a JSON object as it was written, from JSON, from `@file`, or from standard input (`-`)."""
    from pydantic_core import from_json

    try:
        source = text
        if text == STANDARD_INPUT:
            source = sys.stdin.read()
        elif text.startswith("@"):
            source = Path(text[1:]).read_text("utf-8")
        fields = from_json(source, allow_inf_nan=False)
    except ValueError as error:
        raise Failure("cli-bad-json", code=Exit.USAGE, reason=str(error)) from error
    if not isinstance(fields, dict):
        raise Failure("cli-bad-json", code=Exit.USAGE, reason=type(fields).__name__)
    return source.encode()
