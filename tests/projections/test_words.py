"""Every view and every column has its word in both languages."""

from __future__ import annotations

import pytest

from domain.vocabulary import TERMS
from projections.catalogue import PROJECTIONS
from services.projector.state import BUILDING, LIVE, STOPPED


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_a_view_has_a_name_that_people_read(name: str) -> None:
    assert f"view.{name}" in TERMS


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_every_column_of_a_view_has_a_name_that_people_read(name: str) -> None:
    view = PROJECTIONS[name]
    columns = {column.name for table in view.tables for column in table.columns}
    columns |= {derived for of_table in view.derived.values() for derived in of_table}
    assert sorted(each for each in columns if not {f"column.{each}", f"field.{each}", each} & TERMS.keys()) == []


def test_every_status_that_a_reader_sees_has_a_word() -> None:
    assert {f"view-status.{status}" for status in (LIVE, BUILDING, STOPPED)} <= TERMS.keys()
