"""Journals for withdrawals: zones in being, the withdrawal of one, an event that is delivered more than once."""

from __future__ import annotations

from datetime import date

from domain.envelope import Recorded
from domain.zone import Withdrawn
from tests.domain import test_zone as zones
from tests.domain.journal import Journal
from tests.domain.test_policy_measure import ISSUED
from tests.domain.test_power_item import PUBLISHED
from tests.domain.zones import OTHER_ZONE, ZONE

LAST = date(2023, 5, 10)
EVALUATION = f"2022--{ZONE}"
GONE = Withdrawn(evaluation=EVALUATION)


def names(recorded: list[Recorded]) -> list[tuple[str, str]]:
    """What happened to what."""
    return [(each.type, each.entity) for each in recorded]


def deliver_three_times(journal: Journal, cause: Recorded) -> list[Recorded]:
    """Deliver an event three times; the second and third time must change nothing."""
    journal.deliver(cause)
    after_first = list(journal.entries)
    journal.deliver(cause)
    journal.deliver(cause)
    assert journal.entries == after_first
    return [each for each in after_first if each.position > cause.position]


def a_journal_with_a_zone() -> Journal:
    """The zone stands and operates since 2 November 2021; a power item stands in the catalogue."""
    journal = Journal()
    journal.seed("zone", ZONE, zones.ESTABLISHED, zones.FILED)
    journal.seed("zone", OTHER_ZONE, zones.ESTABLISHED, zones.FILED)
    for item in ("item-1", "item-2", "item-3"):
        journal.seed("power-item", item, PUBLISHED)
    journal.seed("policy-measure", "measure-1", ISSUED)
    return journal
