"""Whatever was once stored can be read for ever: every released version has its sample and its schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import JsonValue

from domain.catalogue import event_schema, events
from domain.envelope import Recorded
from domain.kernel import Event
from tests.domain.release import (
    SAMPLES,
    SCHEMAS,
    ReleasedAlready,
    file_name,
    sample,
    shape,
    write_once,
    written,
)

ALL = sorted(events().values(), key=lambda event: event.name)
RELEASED = [(event, version) for event in ALL for version in range(1, event.version + 1)]
COMMAND = "python -m tests.domain.release"


def of(event: type[Event]) -> str:
    return event.name


def stored(event: type[Event], version: int) -> bytes:
    return (SAMPLES / file_name(event, version)).read_bytes()


@pytest.mark.parametrize("event", ALL, ids=of)
def test_a_schema_does_not_change_without_a_new_version(event: type[Event]) -> None:
    path = SCHEMAS / file_name(event)
    assert path.exists(), f"{event.name} is new: run {COMMAND}"
    assert path.read_text(encoding="utf-8") == written(shape(event_schema(event))), (
        f"the schema of {event.name} changed: give it a new version and an upcaster, then run {COMMAND}"
    )


@pytest.mark.parametrize(("event", "version"), RELEASED, ids=lambda each: getattr(each, "name", each))
def test_every_version_ever_released_is_read_as_today_s(event: type[Event], version: int) -> None:
    recorded = Recorded.read(1, 0, stored(event, version))
    assert recorded.schema_version == version
    assert isinstance(recorded.event, event)


@pytest.mark.parametrize("event", ALL, ids=of)
def test_today_s_version_loses_nothing_between_the_log_and_the_event(event: type[Event]) -> None:
    body = stored(event, event.version)
    assert Recorded.read(1, 0, body).event.model_dump(mode="json") == json.loads(body)["data"]


def test_nothing_that_was_released_has_vanished() -> None:
    known = {file_name(event, version) for event, version in RELEASED}
    assert {path.name for path in SAMPLES.glob("*.json")} == known
    assert {path.name for path in SCHEMAS.glob("*.json")} <= known


def test_an_older_filing_has_its_industries_and_section_under_today_s_names() -> None:
    filed = events()["application.filed"]
    old = json.loads(stored(filed, 1))["data"]
    new = Recorded.read(1, 0, stored(filed, 1)).event.model_dump(mode="json")
    assert (old["industries"], old["section"]) == (["人工智能", "现代物流"], "liangjiang-section")
    assert (new["industries"], new["sections"]) == (["artificial-intelligence", "modern-logistics"], [old["section"]])
    assert {name: value for name, value in new.items() if name not in {"industries", "sections"}} == {
        name: value for name, value in old.items() if name not in {"industries", "section"}
    }


def test_a_released_file_is_never_written_again(tmp_path: Path) -> None:
    path = tmp_path / "zone.established.v1.json"
    assert write_once(path, "{}")
    assert not write_once(path, "{}")
    with pytest.raises(ReleasedAlready):
        write_once(path, '{"other": 1}')
    assert path.read_text() == "{}"


def test_better_words_need_no_new_version_but_another_field_does() -> None:
    schema: JsonValue = {"title": "A", "properties": {"title": {"title": "T", "type": "string"}}}
    reworded: JsonValue = {"title": "B", "properties": {"title": {"title": "U", "type": "string"}}}
    wider: JsonValue = {"title": "A", "properties": {"title": {"type": "string"}, "note": {"type": "string"}}}
    assert shape(schema) == shape(reworded)
    assert shape(schema) != shape(wider)


@pytest.mark.parametrize("event", ALL, ids=of)
def test_a_stored_name_is_the_category_and_a_past_tense(event: type[Event]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", event.name)
    assert sample(event)


def test_an_older_lead_has_its_investment_in_fen() -> None:
    shared = events()["lead.shared"]
    assert json.loads(stored(shared, 1))["data"]["investment_wan"] == 50_000
    assert Recorded.read(1, 0, stored(shared, 1)).event.model_dump()["investment"] == 50_000 * 1_000_000
