"""The table of what a zone can have in hand is whole: nothing stands in it twice, nothing where it does not belong."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.catalogue import DECIDERS, commands
from domain.holdings.kinds import KINDS, STEPS, Kind
from domain.kernel import Role
from domain.permissions import permitted
from tests.domain.zones import ZONE

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.category)


def test_an_event_moves_one_kind_of_thing_in_one_way() -> None:
    steps = Counter(step.kind for kind in KINDS for step in kind.steps)
    assert [event.name for event, times in steps.items() if times > 1] == []
    assert len(STEPS) == len(steps)
    assert len({kind.category for kind in KINDS}) == len(KINDS)


@each_kind
def test_a_kind_is_an_aggregate_and_its_steps_are_that_aggregate_s_events(kind: Kind) -> None:
    assert kind.category in DECIDERS
    assert [step.kind.name for step in kind.steps if step.kind.name.partition(".")[0] != kind.category] == []


@each_kind
def test_what_comes_into_a_hand_can_leave_it_again(kind: Kind) -> None:
    assert any(step.arrives for step in kind.steps)
    assert any(step.over for step in kind.steps)


@each_kind
def test_the_office_s_robot_may_send_what_follows_from_a_withdrawal(kind: Kind) -> None:
    command = kind.follows(ZONE)
    assert command.name.partition(".")[0] == kind.category
    assert commands()[command.name] is type(command)
    assert Role.OFFICE in permitted(command.name)
    assert not command.human
