"""The one vocabulary: every name and every rule's text that a user sees, in Simplified Chinese and English.

Keys are what the code and the wire say: event and command names (`application.filed`), enum values, field names
(`field.boundary`), categories, roles, views, columns, and rules. The Chinese word leads to the file that holds the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from domain.vocabulary.words import RuleText, Term

TERMS: dict[str, Term] = {}
RULES: dict[str, RuleText] = {}


def _gather() -> None:
    """Join the parts; a key that two parts define differently is an import error."""
    for part in sorted(found.name for found in iter_modules(__path__) if found.name != "words"):
        module = import_module(f"{__name__}.{part}")
        for source, target in ((module.TERMS, TERMS), (module.RULES, RULES)):
            for key, text in source.items():
                if target.setdefault(key, text) != text:
                    message = f"the vocabulary says two things of {key} (see {part})"
                    raise TypeError(message)


_gather()


def term(key: str) -> Term:
    """The word for a key; a key without a word stands for itself (an id, a number, a person's name)."""
    return TERMS.get(key) or Term(key, key)


IDS = frozenset(
    {
        "applicant",
        "application",
        "assignee",
        "body",
        "claimants",
        "code",
        "column",
        "department",
        "entity",
        "evaluation",
        "evaluator",
        "experience",
        "expert",
        "holder",
        "host",
        "item",
        "lead",
        "live",
        "measure",
        "next",
        "number",
        "office",
        "official",
        "org",
        "organiser",
        "partner",
        "platform",
        "project",
        "raiser",
        "registrant",
        "reporter",
        "section",
        "service",
        "stream",
        "table",
        "trial",
        "value",
        "version",
        "view",
        "zone",
        "zones",
    }
)
"""Details that name somebody or something by its own name, which may be spelt like a word (`high-tech-zone`)."""

NOBODY = frozenset({"nobody", "none"})
"""What stands for a name where there is none."""


class Verbatim(str):
    """A detail that stands as it is in both languages, commas and all: a path, a library's own words."""

    __slots__ = ()


def filled(rule: str, details: Mapping[str, str | int]) -> RuleText:
    """The text of a rule with its details in each language; a detail may be several keys joined by `, `."""
    text = RULES[rule]
    words = {name: _words(name, value) for name, value in details.items()}
    zh = {name: "、".join(word.zh for word in parts) for name, parts in words.items()}
    en = {name: ", ".join(word.en for word in parts) for name, parts in words.items()}
    return RuleText(
        text.zh.format_map(zh), text.en.format_map(en), text.advice_zh.format_map(zh), text.advice_en.format_map(en)
    )


def _words(detail: str, value: str | int) -> list[Term]:
    """The words of a detail, one of its parts after the other."""
    if isinstance(value, Verbatim | int):
        return [Term(str(value), str(value))]
    return [_word(detail, part) for part in value.split(", ")]


def _word(detail: str, part: str) -> Term:
    """One part of a detail: an id stands for itself, anything else for its word."""
    return Term(part, part) if detail in IDS and part not in NOBODY else term(part)
