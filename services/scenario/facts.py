"""The public facts of the scenario, typed, from `first-batch.json`, with their sources.

Everything that a scenario adds to these facts is invented, and labelled as demonstration data wherever it is shown.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

from domain.kernel import Value

FILE = "first-batch.json"


class ZoneFacts(Value):
    """What is public about one zone: its name, its kind of platform, its district, by what paper it was notified."""

    name: str
    en: str
    platform_kind: str
    district: str | None = None
    instrument: str | None = None


class Batch(Value):
    """One batch of zones; `launched` is the day of the plaques, where it is known."""

    batch: int
    launched: date | None = None
    note: str | None = None
    zones: tuple[ZoneFacts, ...]


class FreeTradeZone(Value):
    """The pilot free trade zone and its sections (片区)."""

    name: str
    sections: tuple[str, ...]


class ExperienceFacts(Value):
    """A public piece of reform experience."""

    title: str
    level: str
    domain: str
    fact: str
    source: str


class Facts(Value):
    """The whole file; a field it does not know is an error, so that no fact can be lost in the copying."""

    about: str
    sources: dict[str, str]
    free_trade_zone: FreeTradeZone
    plan_issued: date
    annual_target: dict[int, int]
    batches: tuple[Batch, ...]
    departments: tuple[str, ...]
    public_experience: tuple[ExperienceFacts, ...]
    public_figures: dict[int, str]

    def batch(self, number: int) -> Batch:
        """One batch by its number. KeyError for one that the file does not hold."""
        found = {batch.batch: batch for batch in self.batches}
        return found[number]


@cache
def facts() -> Facts:
    """The public facts, read once."""
    return Facts.model_validate_json(files("services.scenario").joinpath(FILE).read_bytes())
