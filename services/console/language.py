"""Which language a reader gets: `?lang=`, then the browser's Accept-Language, then Simplified Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from domain.vocabulary import term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Language = Literal["zh", "en"]
TAGS: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}
"""What stands in the page's `lang` attribute."""


def chosen(query: Mapping[str, str], accepted: str) -> Language:
    """The reader's language. `accepted` is the header as the browser sent it: tags with weights, `en-GB,en;q=0.8`."""
    match query.get("lang"):
        case "zh":
            return "zh"
        case "en":
            return "en"
        case _:
            return max(_weighed(accepted), key=lambda each: each[1], default=("zh", 0.0))[0]


def _weighed(accepted: str) -> list[tuple[Language, float]]:
    """The two languages of the house among the tags, with their weights; of equal weights the first counts."""
    found: list[tuple[Language, float]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        primary = tag.partition("-")[0].lower()
        found.extend((language, _number(weight)) for language in TAGS if language == primary)
    return [each for each in found if each[1] > 0]


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0


def words(language: Language) -> Callable[..., str]:
    """A function from a key of the vocabulary, and what its text speaks of, to the text in the language."""

    def say(key: str, **details: object) -> str:
        found = term(key)
        text = found.en if language == "en" else found.zh
        return text.format_map(details) if details else text

    return say
