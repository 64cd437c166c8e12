"""Which language the reader gets: `--lang`, LIANDONG_LANG, the locale; Chinese where nothing says English."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.vocabulary import term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Language(StrEnum):
    """The two languages of the house."""

    ZH = "zh"
    EN = "en"


LOCALE_VARIABLES = ("LIANDONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Read in this order; the first that is set decides."""


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a call, known before its arguments are parsed, so that the help speaks it too."""
    for given, following in zip(arguments, [*arguments[1:], ""], strict=False):
        wanted = following if given == "--lang" else given.removeprefix("--lang=")
        if wanted != given and wanted in list(Language):
            return Language(wanted)
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return Language.EN if locale.lower().startswith("en") else Language.ZH


LANGUAGE = chosen(sys.argv[1:], os.environ)
"""The language of this process."""


def say(key: str, language: Language | None = None) -> str:
    """The word or sentence for a key of the vocabulary, in the reader's language."""
    words = term(key)
    return words.en if (language or LANGUAGE) is Language.EN else words.zh
