"""What the first page shows: the register of zones in one snapshot, with the bodies' names and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from services.scenario.steps import is_demonstration

if TYPE_CHECKING:
    from services.console.language import Language
    from services.projector.reading import Freshness, Views

VIEW = "zone-register"
ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Zone:
    """One line of the register in the reader's language; `other_name` is the name in the other one."""

    id: str
    name: str
    other_name: str
    status: str
    since: date
    established: date
    body: str
    district: str | None
    position: int
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Register:
    """Every zone, in the order of their plaques, and how the view stands."""

    zones: tuple[Zone, ...]
    freshness: Freshness


def read(views: Views, language: Language) -> Register:
    """Read the register."""
    page = views.rows(VIEW, order=("established", "zone"), limit=None)
    bodies = views.rows(ORGANISATIONS, limit=None).rows
    names = {row["org"]: row[f"name_{language}"] for row in bodies}
    return Register(tuple(_zone(row, names, language) for row in page.rows), page.freshness)


def _zone(row: dict[str, Any], names: dict[str, str], language: Language) -> Zone:
    other = "en" if language == "zh" else "zh"
    return Zone(
        id=row["zone"],
        name=row[f"name_{language}"],
        other_name=row[f"name_{other}"],
        status=row["status"],
        since=row["since"],
        established=row["established"],
        body=names.get(row["body"], row["body"]),
        district=row["district"],
        position=row["position"],
        demonstration=is_demonstration(row["correlation"]),
    )
