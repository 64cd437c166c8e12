"""The instruments, boundaries and documents in a command are found however deep, each with its path."""

from __future__ import annotations

import pytest

from domain.catalogue import commands, events
from domain.lead import Share
from domain.parts import parts
from domain.values import Boundary, Document, Instrument
from tests.domain.applications import APPROVE, BOUNDARY, DOCUMENT, FILE
from tests.domain.examples import example


def test_documents_are_found_in_lists_of_lists() -> None:
    assert [where for where, _ in parts(FILE, Document)] == [f"data.contents.{each}.documents.0" for each in range(4)]
    assert {document for _, document in parts(FILE, Document)} == {DOCUMENT}


def test_a_document_within_an_instrument_is_found_by_its_own_path() -> None:
    paper = APPROVE.instrument.model_copy(update={"document": DOCUMENT})
    approve = APPROVE.model_copy(update={"instrument": paper})
    assert list(parts(approve, Document)) == [("data.instrument.document", DOCUMENT)]
    assert list(parts(approve, Instrument)) == [("data.instrument", paper)]
    assert list(parts(APPROVE, Document)) == []


def test_a_boundary_is_found_as_a_whole() -> None:
    assert list(parts(FILE, Boundary)) == [("data.boundary", BOUNDARY)]


def test_where_there_is_no_room_for_one_there_is_none() -> None:
    assert list(parts(example(Share), Document)) == []


@pytest.mark.parametrize("kind", [Document, Boundary, Instrument])
def test_whatever_a_command_or_an_event_may_hold_is_found(kind: type[Document | Boundary | Instrument]) -> None:
    models = {**commands(), **events()}
    found = {name for name, model in models.items() if list(parts(example(model), kind))}
    speaks_of_it = {name for name, model in models.items() if kind.__name__ in str(model.model_json_schema())}
    assert found == speaks_of_it - {"rulebook.publish", "rulebook.published"}  # the example's rulebook has no source
    assert found
