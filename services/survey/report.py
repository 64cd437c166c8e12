"""The survey's report (测绘核验意见): measured against declared area, and overlaps with living zones. 二(一)2

It decides nothing: the checker reads it, and may cite it in the finding on the boundary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from domain.messages import Bilingual
from domain.values import AREA_TOLERANCE, SLIVER, Boundary
from domain.vocabulary import term
from services.survey.geometry import area, as_geojson, common, shape_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]  # it ships no types

PERCENT = Decimal(100)
PLACES = Decimal("0.01")


class Neighbour(NamedTuple):
    """A living zone, with its boundary."""

    zone: str
    name_zh: str
    name_en: str
    boundary: Boundary


@dataclass(frozen=True, slots=True)
class Overlap:
    """What is applied for and belongs to a living zone already: how much, and which share of the application, in %."""

    neighbour: Neighbour
    km2: Decimal
    share: Decimal
    shape: BaseGeometry

    def row(self) -> dict[str, object]:
        """As a row of a table."""
        zone, name_zh, name_en, _ = self.neighbour
        return {"zone": zone, "name_zh": name_zh, "name_en": name_en, "km2": self.km2, "share": self.share}


@dataclass(frozen=True, slots=True)
class Survey:
    """What was measured. `measured` and `deviation` (in % of the declared area) are None where there is no polygon.

    `undrawn`: the living zones that could not be compared, because the register has them in words only.
    """

    declared: Decimal
    measured: Decimal | None
    deviation: Decimal | None
    overlaps: tuple[Overlap, ...]
    undrawn: tuple[Neighbour, ...]

    @property
    def within_tolerance(self) -> bool | None:
        """Whether the deviation is one of drawing; None where nothing was measured."""
        return None if self.deviation is None else abs(self.deviation) <= AREA_TOLERANCE * PERCENT

    @property
    def citation(self) -> Bilingual:
        """The whole in one sentence of each language, as a finding may cite it."""
        return Bilingual(zh="；".join(self._words("zh")) + "。", en="; ".join(self._words("en")) + ".")

    def report(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "declared": self.declared,
            "measured": self.measured,
            "deviation": self.deviation,
            "within_tolerance": self.within_tolerance,
            "overlaps": [overlap.row() for overlap in self.overlaps],
            "undrawn": [each.zone for each in self.undrawn],
            "citation": self.citation.model_dump(),
        }

    def _words(self, language: str) -> list[str]:
        """The parts of the sentence."""

        def say(key: str, **details: object) -> str:
            text: str = getattr(term(key), language)
            return text.format(**details)

        if self.measured is None:
            return [say("survey.no-polygon")]
        tolerance = f"{(AREA_TOLERANCE * PERCENT).normalize():f}"
        verdict = say("survey.within" if self.within_tolerance else "survey.beyond", tolerance=tolerance)
        words = [
            say(
                "survey.area",
                measured=f"{self.measured:f}",
                declared=f"{self.declared:f}",
                deviation=f"{self.deviation:+f}",
                verdict=verdict,
            )
        ]
        for overlap in self.overlaps:
            name = getattr(overlap.neighbour, f"name_{language}")
            words.append(say("survey.overlap", zone=name, km2=overlap.km2, share=overlap.share))
        if not self.overlaps:
            words.append(say("survey.no-overlap"))
        if self.undrawn:
            names = ("、" if language == "zh" else ", ").join(
                getattr(each, f"name_{language}") for each in self.undrawn
            )
            words.append(say("survey.undrawn", zones=names))
        return words


def survey(boundary: Boundary, neighbours: Sequence[Neighbour]) -> Survey:
    """Measure a boundary and compare it with living zones; an overlap of less than a hectare is a common border."""
    undrawn = tuple(each for each in neighbours if each.boundary.polygon is None)
    if boundary.polygon is None:
        return Survey(boundary.area, None, None, (), undrawn)
    shape = shape_of(boundary.polygon)
    measured = area(shape)
    deviation = ((measured / boundary.area - 1) * PERCENT).quantize(PLACES)
    found = [_overlap(shape, measured, each) for each in neighbours]
    overlaps = sorted((each for each in found if each is not None), key=lambda each: (-each.km2, each.neighbour.zone))
    return Survey(boundary.area, measured, deviation, tuple(overlaps), undrawn)


def _overlap(shape: BaseGeometry, measured: Decimal, neighbour: Neighbour) -> Overlap | None:
    if neighbour.boundary.polygon is None:
        return None
    both = common(shape, shape_of(neighbour.boundary.polygon))
    km2 = area(both)
    if km2 < SLIVER:
        return None
    return Overlap(neighbour, km2, (km2 / measured * PERCENT).quantize(PLACES), both)


def geojson(entity: str, boundary: Boundary, found: Survey) -> str:
    """A map of it as a GeoJSON FeatureCollection: what is applied for, the zones that it overlaps, and the overlaps."""
    features = []
    if boundary.polygon is not None:
        about = {"role": "application", "id": entity, "declared": found.declared, "measured": found.measured}
        features.append(_feature(shape_of(boundary.polygon), about))
    for overlap in found.overlaps:
        polygon = overlap.neighbour.boundary.polygon
        assert polygon is not None
        row = overlap.row()
        names = {name: row[name] for name in ("zone", "name_zh", "name_en")}
        features.append(_feature(shape_of(polygon), {"role": "zone", **names}))
        features.append(_feature(overlap.shape, {"role": "overlap", **row}))
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=2, default=str)


def _feature(shape: BaseGeometry, properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "Feature", "properties": dict(properties), "geometry": json.loads(as_geojson(shape))}
