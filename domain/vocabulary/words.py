"""The shapes of the vocabulary: a term, and the text of a rule, each in Simplified Chinese and English."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """One word in both languages."""

    zh: str
    en: str


class RuleText(NamedTuple):
    """What a broken rule says and what to do about it; `{names}` are filled from the refusal's details."""

    zh: str
    en: str
    advice_zh: str
    advice_en: str
