"""How a function becomes a command: the options that all commands share, the event loop, and Ctrl-C."""

from __future__ import annotations

import asyncio
import inspect
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.failure import Exit, Failure
from services.cli.speech import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

Function = Callable[..., Coroutine[Any, Any, None] | None]


@dataclass(frozen=True, slots=True)
class Here:
    """Where a command finds the running system, and how it shows what it found.

    `as_of` is a legal date, `known_at` an aware recorded instant; None is now.
    """

    data: Path | None = None
    nats_url: str | None = None
    database_url: str | None = None
    json: bool = False
    as_of: date | None = None
    known_at: datetime | None = None


@dataclass
class Reader:
    """What the call says about the person in front of it; one per process."""

    debug: bool = False


READER = Reader()


def option(name: str, key: str, *other: str, **more: Any) -> Any:  # noqa: ANN401 - Typer's own description of an option
    """An option of a command with its help from the vocabulary (`cli.option.<key>`), under `other` names as well."""
    flags = (f"--{each.replace('_', '-')}" for each in (name, *other))
    return typer.Option(*flags, help=say(f"cli.option.{key}"), rich_help_panel=say("cli.panel.options"), **more)


def argument(key: str, **more: Any) -> Any:  # noqa: ANN401 - Typer's own description of an argument
    """An argument of a command with its help from the vocabulary (`cli.argument.<key>`)."""
    return typer.Argument(help=say(f"cli.argument.{key}"), rich_help_panel=say("cli.panel.arguments"), **more)


def group(name: str) -> typer.Typer:
    """A group of commands; its help is the vocabulary's `cli.help.<name>`."""
    return typer.Typer(name=name, help=say(f"cli.help.{name}"), no_args_is_help=True, add_completion=False)


def _shared(name: str, kind: Any, default: object, **more: Any) -> inspect.Parameter:  # noqa: ANN401 - any type that Typer reads
    described = Annotated[kind, option(name, name.replace("_", "-"), **more)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=described)


SPOKEN = (_shared("lang", Language | None, None), _shared("debug", bool, default=False))
FOUND = (
    _shared("data", Path | None, None, envvar="LIANDONG_DATA"),
    _shared("nats_url", str | None, None, envvar="LIANDONG_NATS_URL"),
    _shared("database_url", str | None, None, envvar="LIANDONG_DATABASE_URL"),
)
SHOWN = (_shared("json", bool, default=False),)
CLOCKS = (
    _shared("as_of", str | None, None, metavar="YYYY-MM-DD"),
    _shared("known_at", str | None, None, metavar="ISO 8601"),
)


def command(
    app: typer.Typer, name: str, *, finds: bool = True, shows: bool = False, clocks: bool = False
) -> Callable[[Function], Function]:
    """Register a function as a command; its help is the vocabulary's `cli.help.<function>`.

    `finds`: takes --data, --nats-url and --database-url. `shows`: takes --json. `clocks`: takes --as-of and --known-at.
    """
    shared = (*(FOUND if finds else ()), *(SHOWN if shows else ()), *(CLOCKS if clocks else ()), *SPOKEN)

    def register(function: Function) -> Function:
        own = [p for p in inspect.signature(function, eval_str=True).parameters.values() if p.name != "here"]

        def called(**given: Any) -> None:  # noqa: ANN401 - whatever Typer parsed
            READER.debug = bool(given.pop("debug"))
            given.pop("lang")
            here = looked_at({option.name: given.pop(option.name) for option in shared if option not in SPOKEN})
            run(function(here, **given))

        called.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined] # how Python lets a signature be said
        called.__annotations__ = {}
        app.command(name, help=say(f"cli.help.{function.__name__}"))(called)
        return function

    return register


def looked_at(options: Mapping[str, Any]) -> Here:
    """The shared options as values. A time without an offset is Shanghai's."""
    given = dict(options)
    for name, read in (("as_of", day), ("known_at", instant)):
        if given.get(name) is not None:
            given[name] = read(str(given[name]))
    return Here(**given)


def day(text: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Failure("cli-bad-date", code=Exit.USAGE, value=text) from error


def instant(text: str) -> datetime:
    """An ISO 8601 instant, aware."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Failure("cli-bad-instant", code=Exit.USAGE, value=text) from error
    from domain.gate import SHANGHAI

    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def run(work: Coroutine[Any, Any, None] | None) -> None:
    """Run a command that waits. Ctrl-C, SIGTERM and a terminal that is closed cancel it: every `finally` is passed."""
    if work is None:
        return
    from services import logs

    logs.configure("cli", level="error")

    async def cancellable() -> None:
        task = asyncio.current_task()
        assert task is not None
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await work

    try:
        asyncio.run(cancellable())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
