"""One catalogue knows every aggregate, and every schema is made from it."""

from __future__ import annotations

import json

import pytest

from domain.catalogue import (
    DECIDERS,
    command_class,
    command_schema,
    commands,
    event_classes,
    event_schema,
    events,
    schemas,
)
from domain.kernel import Command, Event
from domain.organisation import Register
from domain.permissions import permitted
from tests.domain.examples import example

COMMANDS = sorted(commands().values(), key=lambda command: command.name)
EVENTS = sorted(events().values(), key=lambda event: event.name)


def test_every_aggregate_has_commands_and_events_and_can_be_opened() -> None:
    for category in DECIDERS:
        own = [command for command in COMMANDS if command.name.startswith(f"{category}.")]
        assert event_classes(category)
        assert any(command.opens for command in own)


def test_a_subject_names_a_command_or_nothing() -> None:
    assert command_class("organisation", "register") is Register
    assert command_class("organisation", "abolish") is None
    assert command_class("nothing", "register") is None


def test_a_category_does_not_answer_for_another_that_begins_alike() -> None:
    assert not set(event_classes("evaluation")) & set(event_classes("evaluation-round"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_s_schema_says_what_it_holds_and_who_may_send_it(command: type[Command]) -> None:
    schema = json.loads(json.dumps(command_schema(command)))
    assert set(schema["properties"]) == set(command.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["x-by"] == {role.value: scope.value for role, scope in permitted(command.name).items()}
    assert schema["x-clause"]
    assert schema["x-human"] is command.human
    assert schema["title"] != command.name


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_an_event_s_schema_is_of_what_stands_in_the_log(event: type[Event]) -> None:
    schema = json.loads(json.dumps(event_schema(event)))
    assert schema["$id"] == event.dataschema
    assert set(schema["properties"]) == set(example(event).model_dump(mode="json"))


def test_no_two_schemas_have_one_id() -> None:
    everything = [schema["$id"] for kind in schemas().values() for schema in kind.values()]
    assert len(everything) == len(set(everything)) == len(COMMANDS) + len(EVENTS)


@pytest.mark.parametrize("kind", [*COMMANDS, *EVENTS], ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_whatever_goes_out_as_json_comes_back_the_same(kind: type[Command | Event]) -> None:
    value = example(kind)
    assert kind.model_validate_json(value.model_dump_json()) == value


def test_two_events_of_one_name_are_an_import_error() -> None:
    with pytest.raises(TypeError, match=r"two events are named organisation\.registered"):
        type("Again", (Event,), {"__module__": __name__}, name="organisation.registered")
    with pytest.raises(TypeError, match=r"two commands are named organisation\.register"):
        type("Again", (Command,), {}, name="organisation.register", clause="")


def test_a_new_version_without_an_upcaster_is_an_import_error() -> None:
    with pytest.raises(TypeError, match="needs an upcaster from each older version"):
        type("Newer", (Event,), {"__module__": __name__}, name="organisation.renamed", version=2)
