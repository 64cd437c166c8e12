"""What a user sees when something goes wrong: one message in both languages with what to do, never a stack trace."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import TYPE_CHECKING

from domain.vocabulary import Verbatim, filled
from services.cli.speech import LANGUAGE, Language, say

if TYPE_CHECKING:
    from domain.messages import Bilingual, Refusal
    from domain.vocabulary.words import RuleText


class Exit(IntEnum):
    """What the exit code of `liandong` says."""

    DONE = 0
    FAILED = 1
    REFUSED = 2
    DIFFERENT = 3
    USAGE = 64
    INTERRUPTED = 130


class Failure(Exception):
    """The command could not be done. `rule` names its text in the vocabulary (`cli-...`), filled from `details`."""

    def __init__(self, rule: str, *, code: Exit = Exit.FAILED, **details: str | int) -> None:
        """Name the text, the exit code, and what the text speaks of: as it is, but for a category, which has a word."""
        super().__init__(rule)
        self.rule, self.code = rule, code
        self.details = {name: each if name == "category" else as_it_is(each) for name, each in details.items()}

    def text(self) -> RuleText:
        """What went wrong and what to do, in both languages."""
        return filled(self.rule, self.details)


def as_it_is(detail: str | int) -> str | int:
    """A detail that no word of the vocabulary stands for."""
    return detail if isinstance(detail, int) else Verbatim(detail)


class Turned(Exception):
    """A command was refused by a rule: its refusal, to be shown as it came."""

    def __init__(self, refusal: Refusal) -> None:
        """Keep the refusal."""
        super().__init__(refusal.rule)
        self.refusal = refusal


def show(zh: str, en: str, advice_zh: str, advice_en: str) -> None:
    """Print a message and its remedy on stderr, the reader's language first."""
    chinese = (f"{say('cli.error', Language.ZH)}{zh}", f"{say('cli.advice', Language.ZH)}{advice_zh}")
    english = (f"{say('cli.error', Language.EN)}{en}", f"{say('cli.advice', Language.EN)}{advice_en}")
    first, second = (english, chinese) if LANGUAGE is Language.EN else (chinese, english)
    sys.stderr.write("\n".join((*first, *second)) + "\n")


def report(error: BaseException) -> Exit:
    """Show what happened and return the exit code."""
    if type(error).__name__ == "Refused":  # by a rule that holds before any command is sent
        error = _turned(error)
    if isinstance(error, Turned):
        refusal = error.refusal
        show(*_with_clause(refusal.message, refusal), refusal.advice.zh, refusal.advice.en)
        return Exit.REFUSED
    if type(error).__name__ == "FolderInUse":
        error = _in_use(error)
    failure = recognised(error)
    show(*failure.text())
    return failure.code


def _turned(error: BaseException) -> Turned:
    from domain.kernel import Refused
    from services.commands.refusals import refusal

    assert isinstance(error, Refused)
    return Turned(refusal(error))


def _in_use(error: BaseException) -> Failure:
    from services.broker.folder import FolderInUse

    assert isinstance(error, FolderInUse)
    return Failure("cli-folder-in-use", data=str(error.folder), holder=error.holder or "?")


def _with_clause(message: Bilingual, refusal: Refusal) -> tuple[str, str]:
    where = f" [{refusal.rule}, {refusal.clause}{f', {refusal.field}' if refusal.field else ''}]"
    return message.zh + where, message.en + where


def recognised(error: BaseException) -> Failure:
    """The failure that an exception of a library or of a lower layer means to a user."""
    astray = next(filter(no_text, sys.argv[1:]), "")
    usage = isinstance(error, (ValueError, TypeError, LookupError)) or (
        isinstance(error, Failure) and error.code == Exit.USAGE
    )
    if astray and usage:
        return Failure("cli-no-text", code=Exit.USAGE, value=ascii(astray))
    if isinstance(error, Failure):
        return error
    kinds = {kind.__name__ for kind in type(error).__mro__}
    for known, rule in KNOWN.items():
        if known in kinds:
            return Failure(rule, code=USAGE.get(rule, Exit.FAILED), reason=_reason(error))
    return Failure("cli-unexpected", kind=type(error).__name__, reason=_reason(error))


def no_text(argument: str) -> bool:
    """Whether an argument holds bytes that are no UTF-8: a path may, but no id, no name and no JSON."""
    return any("\udc80" <= each <= "\udcff" for each in argument)


USAGE = {"cli-bad-setting": Exit.USAGE}
"""Failures that say of themselves: the call was wrong."""


KNOWN = {
    "NoServersError": "cli-unreachable",
    "NoRespondersError": "cli-no-answer",
    "TimeoutError": "cli-no-answer",
    "ConnectionClosedError": "cli-unreachable",
    "OperationalError": "cli-database",
    "PoisonEvent": "cli-poison",
    "Superseded": "cli-superseded",
    "ServerError": "cli-start-failed",
    "NotReady": "cli-start-failed",
    "FirstStepRefused": "cli-start-failed",
    "NoAnswer": "cli-no-answer",
    "BadSetting": "cli-bad-setting",
    "ArgumentError": "cli-database",
    "NoSuchModuleError": "cli-database",
    "UnsafeStream": "cli-unsafe-stream",
    "Gap": "cli-gap",
    "NotAnExport": "cli-not-an-export",
    "BlockingIOError": "cli-file-in-use",
    "UnsoundDocument": "cli-document-download",
    "LedgerError": "cli-ledger",
    "ConnectionError": "cli-unreachable",
    "OSError": "cli-file",
    "UnicodeEncodeError": "cli-terminal",
}
"""By name, so that nothing is imported to say what went wrong; the first that fits, the narrow ones first."""


def _reason(error: BaseException) -> str:
    """What the exception says, on one line."""
    return "; ".join(line.strip() for line in str(error).splitlines() if line.strip())[:1000] or type(error).__name__
