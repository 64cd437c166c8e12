"""Writes down what is released: a stored sample and the JSON Schema of every event, under its name and version.

    python -m tests.domain.release

Run it after adding an event or a new version of one. What stands there never changes: a schema that differs from its
released one is refused, because events of it may be in somebody's log; give the event a new version and an upcaster.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from pydantic import JsonValue

from domain.catalogue import event_schema, events
from domain.envelope import Circumstances, seal
from domain.kernel import Actor, Event
from tests.domain.examples import example

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
SCHEMAS = HERE / "schemas"
WORDS_ONLY = frozenset({"title", "description", "x-title-en", "examples"})
"""Parts of a schema that say nothing of its shape; better words need no new version."""

AROUND = Circumstances(
    command=UUID("00000000-0000-4000-8000-000000000001"),
    correlation=UUID("00000000-0000-4000-8000-000000000002"),
    actor=Actor("office", "王芳"),
    time=datetime(2021, 11, 2, 1, tzinfo=UTC),
    effective=date(2021, 11, 2),
    rulebook="illustrative-1",
)


class ReleasedAlready(Exception):
    """What is written down differs from what would be written now."""


def file_name(event: type[Event], version: int | None = None) -> str:
    """`<event>.v<version>.json`."""
    return f"{event.name}.v{version or event.version}.json"


def sample(event: type[Event]) -> JsonValue:
    """An event of today's version as it would stand in the log."""
    category = event.name.partition(".")[0]
    stored: JsonValue = json.loads(seal(example(event), category, "example", 1, 0, AROUND))
    return stored


def shape(schema: JsonValue) -> JsonValue:
    """A schema without the words that explain it; a field called `title` or `description` stays."""
    if isinstance(schema, list):
        return [shape(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {field: shape(each) for field, each in value.items()}
        if name in {"properties", "$defs"} and isinstance(value, dict)
        else shape(value)
        for name, value in schema.items()
        if name not in WORDS_ONLY
    }


def written(value: JsonValue) -> str:
    """JSON as it stands in a file."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_once(path: Path, text: str) -> bool:
    """Write a new file; an existing one must say the same. Returns whether it was written."""
    if path.exists():
        if path.read_text(encoding="utf-8") != text:
            message = f"{path.name} is released and differs: give the event a new version and an upcaster"
            raise ReleasedAlready(message)
        return False
    path.write_text(text, encoding="utf-8")
    return True


def release() -> list[str]:
    """Write what is new; the names of the files written. Raises `ReleasedAlready` for a changed one."""
    new = []
    for event in events().values():
        if write_once(SCHEMAS / file_name(event), written(shape(event_schema(event)))):
            new.append(f"schemas/{file_name(event)}")
        path = SAMPLES / file_name(event)
        if not path.exists():
            path.write_text(written(sample(event)), encoding="utf-8")
            new.append(f"samples/{file_name(event)}")
    return new


if __name__ == "__main__":
    for name in release():
        sys.stdout.write(f"{name}\n")
