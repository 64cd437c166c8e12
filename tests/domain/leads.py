"""One lead and the steps it may take, for whichever test needs a part of it."""

from __future__ import annotations

from datetime import date, timedelta

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.kernel import Event
from domain.lead import Assessed, Award, Awarded, Claim, Claimed, Released, Share, Shared, Signed, lead
from domain.lead_values import Audience, Investor, Match, ReleaseReason, Visibility
from domain.values import FEN_PER_WAN, Industry
from tests.domain.scenarios import SECTION, Facts, Given, given
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

CREDIT_CODE = "91350100M000100Y43"
"""The example of GB 32100-2015."""
PROTECTION = timedelta(days=ILLUSTRATIVE.parameters.protection_days)
LATER = date(2022, 6, 30)

SHARE = Share(
    investor=Investor(name="某智能装备公司", credit_code=CREDIT_CODE),
    project="智能装备总部",
    summary="总部与研发中心",
    industry=Industry.AI,
    investment=20_000 * FEN_PER_WAN,
    visibility=Visibility(audience=Audience.ALL),
)
SHARED = Shared(reporter=SECTION, **dict(SHARE))
MATCH = Match(industry="主导产业", land="可供 200 亩", energy="有余量")
CLAIM, OTHER_CLAIM = Claim(zone=ZONE, match=MATCH), Claim(zone=OTHER_ZONE, match=MATCH)
CLAIMED, OTHER_CLAIMED = Claimed(zone=ZONE, match=MATCH), Claimed(zone=OTHER_ZONE, match=MATCH)
AWARD, OTHER_AWARD = Award(zone=ZONE, reason="条件最优"), Award(zone=OTHER_ZONE, reason="条件最优")
AWARDED = Awarded(zone=ZONE, reason="条件最优", since=NOV_3, protected_until=NOV_3 + PROTECTION)
RELEASED = Released(zone=ZONE, reason=ReleaseReason.NO_FIT, note=None, since=NOV_3)
SIGNED = Signed(zone=ZONE, amount=18_000 * FEN_PER_WAN, evidence=(MINUTES,), dated=NOV_4)
SHELVED = Assessed(follow_up=False, major=False, reason="条件不足")

HELD = (SHARED, CLAIMED, OTHER_CLAIMED, AWARDED)


def a_lead(*events: Event, facts: Facts | None = None) -> Given:
    """A lead that SECTION reported on 2 November 2021; both zones are in operation but for `facts`."""
    return given(lead, *events, entity="lead-1", opened=NOV_2, facts={**zone(), **other_zone(), **(facts or {})})
