"""What the exchange would refuse whatever stands in the log is found by a dry run, in its cell. 三(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importing.kinds import Kind
from tests.services.importing.ledgers import found, sound, table

if TYPE_CHECKING:
    from pathlib import Path


def test_a_credit_code_that_fails_its_check_digit_is_found_before_anything_is_sent(tmp_path: Path) -> None:
    rows = [sound(Kind.LEADS, 1), sound(Kind.LEADS, 2, D="91350100M000100Y44"), sound(Kind.LEADS, 3, D="9150000")]
    assert found(Kind.LEADS, table(Kind.LEADS, tmp_path, *rows)) == {("D3", "credit-code"), ("D4", "credit-code")}


def test_a_lead_for_named_zones_that_names_none_is_found_before_anything_is_sent(tmp_path: Path) -> None:
    row = sound(Kind.LEADS, P="named-zones", Q=None)
    assert found(Kind.LEADS, table(Kind.LEADS, tmp_path, row)) == {("P2", "visibility-names-zones")}
