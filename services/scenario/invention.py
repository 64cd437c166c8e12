"""Invented things, always the same for the same name: documents, boundaries, credit codes, figures. None exists."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from math import cos, pi, radians, sin

from domain.scoring import IndicatorScore, Scores
from domain.values import (
    CREDIT_CODE_ALPHABET,
    Boundary,
    Document,
    Polygon,
    Rubric,
    credit_code_is_valid,
)
from services.scenario.papers import paper

MARK = "演示"
"""Stands in the name of every invented person, firm, place and paper."""

KM_PER_DEGREE = 111.195
"""Kilometres in one degree of latitude on a sphere of 6,371 km."""

CORNERS = 8


def number(name: str, low: int, high: int) -> int:
    """A figure from `low` to `high`, both included, that follows from the name."""
    return low + int.from_bytes(sha256(name.encode()).digest()[:8]) % (high - low + 1)


def document(title: str) -> Document:
    """An invented paper; `papers.hand_in` puts its bytes into the store."""
    return paper(f"{title}（{MARK}）.pdf")


def credit_code(firm: str) -> str:
    """A 统一社会信用代码 with a valid check digit, of a place (990000) that does not exist."""
    body = f"91990000MA{number(firm, 0, 9_999_999):07d}"
    return next(body + last for last in CREDIT_CODE_ALPHABET if credit_code_is_valid(body + last))


def boundary(place: str, longitude: float, latitude: float, area: float) -> Boundary:
    """An octagon of `area` km² around a point, with four sides in words. It shows where nothing real ends."""
    east, south, west, north = (f"{place}{side}界（{MARK}）" for side in ("东", "南", "西", "北"))
    return Boundary(
        east=east,
        south=south,
        west=west,
        north=north,
        area=Decimal(str(area)),
        polygon=octagon(longitude, latitude, area),
    )


def octagon(longitude: float, latitude: float, area: float) -> Polygon:
    """A regular octagon of `area` km² (to within a thousandth), closed, counter-clockwise, WGS84."""
    radius = (2 * area / (CORNERS * sin(2 * pi / CORNERS))) ** 0.5
    ring = [
        (
            round(longitude + radius * cos(2 * pi * k / CORNERS) / (KM_PER_DEGREE * cos(radians(latitude))), 6),
            round(latitude + radius * sin(2 * pi * k / CORNERS) / KM_PER_DEGREE, 6),
        )
        for k in range(CORNERS)
    ]
    return Polygon(type="Polygon", coordinates=((*ring, ring[0]),))


def sheet(rubric: Rubric, name: str, low: int, high: int) -> Scores:
    """A score for every indicator, from `low` to `high` hundredths of its maximum, in halves."""
    return tuple(
        IndicatorScore(
            indicator=each.code,
            score=Decimal(number(f"{name}/{each.code}", low, high) * each.maximum * 2 // 100) / 2,
            reason=f"{MARK}评分理由：{each.name_zh}",
        )
        for each in rubric.indicators
    )
