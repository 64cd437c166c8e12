"""People, papers and places that the tests of zones, powers, leads and evaluations share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.facts import EvaluationFact, PowerItemFact, RoundFact, ZoneFact
from domain.values import Boundary, Document, Industry, Instrument, InstrumentKind
from tests.domain.scenarios import COMMERCE, COMMITTEE, EXPERTS, OTHER_COMMITTEE, Facts, fact

ZONE = "high-tech-zone"
"""Run by COMMITTEE; works at artificial intelligence."""
OTHER_ZONE = "economic-zone"
"""Run by OTHER_COMMITTEE; works at modern logistics."""

NOV_2 = date(2021, 11, 2)
NOV_3 = date(2021, 11, 3)
NOV_4 = date(2021, 11, 4)

MINUTES = Document(name="会议纪要.pdf", sha256="a" * 64, size=1024, media_type="application/pdf")
PLAN = Document(name="建设方案.pdf", sha256="b" * 64, size=2048, media_type="application/pdf")
BOUNDARY = Boundary(east="东路", south="南路", west="西路", north="北路", area=Decimal("12.5"))


def instrument(on: date = NOV_2) -> Instrument:
    return Instrument(issuer="市商务委", kind=InstrumentKind.NOTICE, number="渝商务〔2021〕1号", date=on)


def zone_fact(body: str, industry: Industry, **changes: object) -> ZoneFact:
    """A zone in operation, but for the changes."""
    told: dict[str, object] = {
        "body": body,
        "industries": frozenset({industry.value}),
        "withdrawn": False,
        "operating": True,
    }
    return ZoneFact(**(told | changes))  # type: ignore[arg-type]  # the changes are a test's own


def zone(**changes: object) -> Facts:
    """The zone as a context holds it."""
    return fact(ZONE, zone_fact(COMMITTEE, Industry.AI, **changes))


def other_zone(**changes: object) -> Facts:
    """The other zone as a context holds it."""
    return fact(OTHER_ZONE, zone_fact(OTHER_COMMITTEE, Industry.LOGISTICS, **changes))


def item(*, holder: str = COMMERCE, delegable: bool = True, retired: bool = False) -> Facts:
    """The power item `foreign-trade-licence`."""
    return fact("foreign-trade-licence", PowerItemFact(holder=holder, delegable=delegable, retired=retired))


def round_of(year: str = "2022", *, open_: bool = True) -> Facts:
    """A round under the illustrative rulebook, evaluated by the first four experts."""
    return fact(year, RoundFact(open=open_, rulebook="illustrative-1", evaluators=frozenset(EXPERTS[:4])))


def evaluation_of(entity: str, *, failed: bool = False, exit_approved: bool = False) -> Facts:
    """An evaluation graded 不合格 or 合格."""
    grade = "unsatisfactory" if failed else "satisfactory"
    return fact(entity, EvaluationFact(grade=grade, failed=failed, exit_approved=exit_approved))
