"""The survey: flaws, areas on the ellipsoid, overlaps with living zones, in words and on a map. All is invented."""

from __future__ import annotations

import json
from decimal import Decimal
from math import cos, radians

import pytest
import shapely  # type: ignore[import-untyped]  # it ships no types

from domain.application import Supplement
from domain.values import AREA_TOLERANCE, SLIVER, Boundary, Polygon
from services.commands.survey import NOTHING, surveyed
from services.scenario.invention import boundary as invented
from services.survey.geometry import area, shape_of
from services.survey.report import Neighbour, geojson, survey

Point = tuple[float, float]
KM = 1 / 111.195
"""Degrees of latitude in a kilometre, roughly."""
WEST, SOUTH = 106.5, 29.5
"""In the middle of the city."""


def ring(*points: Point) -> tuple[Point, ...]:
    return (*points, points[0])


def rectangle(west: float, south: float, width: float, height: float) -> tuple[Point, ...]:
    east, north = west + width, south + height
    return ring((west, south), (east, south), (east, north), (west, north))


def polygon(*rings: tuple[Point, ...]) -> Polygon:
    return Polygon(type="Polygon", coordinates=rings)


def square(east_km: float = 0.0, north_km: float = 0.0, km: float = 4.0) -> tuple[Point, ...]:
    """A square of `km` kilometres, so far to the east and north of the middle of the city."""
    wide = KM / cos(radians(SOUTH))
    return rectangle(WEST + east_km * wide, SOUTH + north_km * KM, km * wide, km * KM)


def boundary(*rings: tuple[Point, ...], declared: str = "16") -> Boundary:
    sides = dict.fromkeys(("east", "south", "west", "north"), "界")
    return Boundary(**sides, area=Decimal(declared), polygon=polygon(*rings) if rings else None)


def zone(name: str, *rings: tuple[Point, ...]) -> Neighbour:
    return Neighbour(name, f"{name}区", f"zone {name}", boundary(*rings))


# Worked out with GeographicLib 2.1 (Karney), each edge in 400 pieces, as GeoJSON's edges are straight in degrees.
REFERENCE = {
    "a tenth of a degree at Bishan": (rectangle(106.4, 29.4, 0.1, 0.1), "107.5333"),
    "a hundredth of a degree in the south": (rectangle(105.5, 28.5, 0.01, 0.01), "1.0850"),
    "a whole degree in the north-east": (rectangle(108.0, 31.0, 1.0, 1.0), "10533.5427"),
    "a triangle": (ring((106.3, 29.5), (106.45, 29.52), (106.38, 29.63)), "96.1492"),
}


@pytest.mark.parametrize(("outline", "km2"), REFERENCE.values(), ids=REFERENCE)
def test_an_area_is_the_ellipsoid_s(outline: tuple[Point, ...], km2: str) -> None:
    assert area(shape_of(polygon(outline))) == Decimal(km2)
    assert area(shape_of(polygon(outline[::-1]))) == Decimal(km2)


def test_a_hole_does_not_count() -> None:
    whole, hole = square(km=4), square(1, 1, km=2)
    difference = area(shape_of(polygon(whole))) - area(shape_of(polygon(hole)))
    assert abs(area(shape_of(polygon(whole, hole))) - difference) <= Decimal("0.0002")


def test_the_scenario_s_boundaries_are_as_large_as_they_say() -> None:
    found = survey(invented("某区", 106.36, 29.55, 74.3), ())
    assert found.deviation is not None
    assert abs(found.deviation) < 1
    assert found.within_tolerance


FLAWS = {
    "flaw.not-closed": ((WEST, SOUTH), (WEST + 0.1, SOUTH), (WEST + 0.1, SOUTH + 0.1), (WEST, SOUTH + 0.1)),
    "flaw.not-in-municipality": rectangle(116.4, 39.9, 0.1, 0.1),
    "flaw.crosses-itself": ring((WEST, SOUTH), (WEST + 0.1, SOUTH + 0.1), (WEST + 0.1, SOUTH), (WEST, SOUTH + 0.1)),
    "flaw.empty": ring((WEST, SOUTH), (WEST + 0.1, SOUTH), (WEST + 0.2, SOUTH)),
}


@pytest.mark.parametrize(("flaw", "outline"), FLAWS.items(), ids=FLAWS)
def test_a_flaw_is_named_with_its_field_and_nothing_is_measured(flaw: str, outline: tuple[Point, ...]) -> None:
    found = surveyed(Supplement(answer="补正", boundary=boundary(outline)))
    assert (found.flaws, found.areas) == ({"data.boundary.polygon": flaw}, {})


def test_a_hole_outside_is_a_clash_of_rings() -> None:
    outside = boundary(square(km=4), square(10, 10, km=2))
    assert surveyed(Supplement(answer="补正", boundary=outside)).flaws == {"data.boundary.polygon": "flaw.rings-clash"}


def test_a_sound_boundary_is_measured_and_one_in_words_is_let_be() -> None:
    found = surveyed(Supplement(answer="补正", boundary=boundary(square())))
    assert found.flaws == {}
    assert abs(found.areas["data.boundary"] - 16) < Decimal("0.1")
    assert surveyed(Supplement(answer="补正", boundary=boundary())) is NOTHING
    assert surveyed(Supplement(answer="补正")) is NOTHING


@pytest.mark.parametrize(("declared", "within"), [("16", True), ("16.7", True), ("17.2", False), ("15", False)])
def test_a_deviation_is_reported_and_beyond_the_tolerance_said_so(declared: str, *, within: bool) -> None:
    assert Decimal("0.05") == AREA_TOLERANCE
    found = survey(boundary(square(), declared=declared), ())
    assert found.within_tolerance is within
    assert ("请核实" in found.citation.zh) is not within
    assert ("to be checked" in found.citation.en) is not within
    assert f"{found.deviation:+f} %" in found.citation.zh


def test_an_overlap_is_given_by_zone_area_and_share() -> None:
    found = survey(boundary(square()), (zone("甲", square(2, 0)), zone("乙", square(3, 3)), zone("丙", square(9, 9))))
    assert [overlap.neighbour.zone for overlap in found.overlaps] == ["甲", "乙"]
    first, second = found.overlaps
    assert abs(first.km2 - 8) < Decimal("0.05")
    assert abs(first.share - 50) < Decimal("0.1")
    assert abs(second.km2 - 1) < Decimal("0.01")
    assert "与“甲区”重叠" in found.citation.zh
    assert f"overlaps with “zone 乙” by {second.km2} km², {second.share} %" in found.citation.en


def test_a_zone_all_around_is_an_overlap_of_the_whole_and_one_with_a_hole_there_is_none() -> None:
    around, hole = square(-4, -4, km=12), square(-0.0, -0.0)
    assert survey(boundary(square()), (zone("甲", around),)).overlaps[0].share == 100
    assert survey(boundary(square()), (zone("甲", around, hole),)).overlaps == ()


def test_a_zone_in_the_hole_of_what_is_applied_for_is_no_overlap() -> None:
    assert survey(boundary(square(), square(1, 1, km=2)), (zone("甲", square(1, 1, km=2)),)).overlaps == ()


@pytest.mark.parametrize("place", [(4, 0), (0, 4), (4, 4), (-4, 1)], ids=["side", "top", "corner", "part of a side"])
def test_zones_that_touch_do_not_overlap(place: Point) -> None:
    assert survey(boundary(square()), (zone("甲", square(*place)),)).overlaps == ()


def test_a_sliver_of_less_than_a_hectare_is_a_common_border() -> None:
    assert Decimal("0.01") == SLIVER
    found = survey(boundary(square()), (zone("甲", square(3.998, 0)), zone("乙", square(0, 3.996))))
    assert [overlap.neighbour.zone for overlap in found.overlaps] == ["乙"]
    assert "没有重叠" in survey(boundary(square()), (zone("甲", square(3.998, 0)),)).citation.zh


def test_zones_that_cross_twice_overlap_in_two_places() -> None:
    comb = ring(
        *(
            (WEST + x * 0.01, SOUTH + y * 0.01)
            for x, y in ((0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3))
        )
    )
    bar = rectangle(WEST - 0.01, SOUTH + 0.02, 0.05, 0.005)
    (overlap,) = survey(boundary(comb), (zone("甲", bar),)).overlaps
    assert overlap.shape.geom_type == "MultiPolygon"
    parts = (rectangle(WEST + x, SOUTH + 0.02, 0.01, 0.005) for x in (0.0, 0.02))
    assert abs(overlap.km2 - sum(area(shape_of(polygon(part))) for part in parts)) <= Decimal("0.0002")


def test_what_has_no_polygon_is_said_to_be_unmeasured() -> None:
    found = survey(boundary(), (zone("甲", square()),))
    assert (found.measured, found.deviation, found.within_tolerance, found.overlaps) == (None, None, None, ())
    assert "未提交范围图形" in found.citation.zh
    assert "no polygon" in found.citation.en
    found = survey(boundary(square()), (zone("甲"), zone("乙", square(9, 9))))
    assert [each.zone for each in found.undrawn] == ["甲"]
    assert "未能比对（没有图形）：甲区" in found.citation.zh


def test_the_report_is_json_with_every_figure() -> None:
    found = survey(boundary(square()), (zone("甲", square(2, 0)),))
    report = found.report()
    assert report["overlaps"] == [found.overlaps[0].row()]
    assert set(report) == {"declared", "measured", "deviation", "within_tolerance", "overlaps", "undrawn", "citation"}
    assert set(found.overlaps[0].row()) == {"zone", "name_zh", "name_en", "km2", "share"}


def test_the_map_is_geojson_with_the_application_the_zones_and_the_overlaps() -> None:
    clockwise = square()[::-1]
    applied = boundary(clockwise, square(1, 1, km=1))
    found = survey(applied, (zone("甲", square(2, 0)), zone("丙", square(9, 9))))
    drawn = json.loads(geojson("p--1", applied, found))
    assert drawn["type"] == "FeatureCollection"
    roles = [(feature["properties"]["role"], feature["geometry"]["type"]) for feature in drawn["features"]]
    assert roles == [("application", "Polygon"), ("zone", "Polygon"), ("overlap", "Polygon")]
    assert drawn["features"][0]["properties"]["id"] == "p--1"
    assert Decimal(drawn["features"][2]["properties"]["km2"]) == found.overlaps[0].km2
    outer, hole = drawn["features"][0]["geometry"]["coordinates"]
    assert shapely.is_ccw(shapely.LinearRing(outer))
    assert not shapely.is_ccw(shapely.LinearRing(hole))
    assert json.loads(geojson("p--1", boundary(), survey(boundary(), ())))["features"] == []
