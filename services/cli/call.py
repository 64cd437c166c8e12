"""The command line as a whole: it joins the commands, and turns whatever goes wrong into one message."""

from __future__ import annotations

import sys

import typer

from services.cli import (
    application,
    audit,
    bench,
    demo,
    doctor,
    document,
    importing,
    lead,
    prepare,
    rebuild,
    reference,
    scenario,
    send,
    simulate,
    up,
    view,
    zone,
)
from services.cli.command import READER
from services.cli.failure import Exit, Failure, report
from services.cli.speech import say


def commands() -> typer.Typer:
    """All commands together."""
    app = typer.Typer(name="liandong", help=say("cli.about"), no_args_is_help=True, add_completion=False)
    for single in (up, prepare, demo, send, rebuild, doctor, bench, simulate, reference):
        single.register(app)
    for several in (zone, application, lead, document, importing, view, audit, scenario):
        app.add_typer(several.app)
    return app


def call() -> int:
    """Run the command and return its exit code; nothing but `--debug` lets a stack trace out."""
    try:
        code = commands()(standalone_mode=False)
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Exception as error:
        if READER.debug:
            raise
        if type(error).__name__ == "NoArgsIsHelpError":  # and the help was shown
            return Exit.USAGE
        return report(_usage(error))
    if code == Exit.INTERRUPTED:
        sys.stderr.write(f"\n{say('cli.interrupted')}\n")
    return int(code) if isinstance(code, int) else Exit.DONE


def _usage(error: Exception) -> Exception:
    """What Typer says of wrong usage, as a failure of ours."""
    if not isinstance(error, typer.TyperException):
        return error
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "liandong"
    return Failure("cli-usage", code=Exit.USAGE, reason=error.format_message(), command=path)
