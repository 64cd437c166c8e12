"""A race of the scenario on a running system: several award one lead at once, and exactly one of them is accepted."""

from __future__ import annotations

import pytest

from services.commands.client import CommandClient
from services.ledger.connection import connect
from services.scenario.lead_turns import RACE, race
from services.scenario.play import PlayRefused, play
from services.scenario.steps import Phase, Scenario
from tests.system import System


def test_of_several_awards_at_once_one_stands_and_the_lead_is_in_the_hand_of_that_zone(system: System) -> None:
    awards = [each for each in system.json("audit", "timeline", "lead", RACE.id) if each["type"] == "lead.awarded"]
    (row,) = system.json("view", "show", "lead-ledger", "--where", f"lead={RACE.id}")
    assert len(awards) == 1
    assert row["holder"] in RACE.claims


async def test_a_race_for_what_is_held_already_has_no_winner_and_ends_the_play(system: System) -> None:
    late = Scenario("late-race", (Phase("scenario.phase.race", tuple(race())),))
    async with await connect(system.nats_url) as client:
        with pytest.raises(PlayRefused) as refused:
            await play(CommandClient(client), late)
    assert refused.value.refusal.rule == "held-already"


def test_whoever_plays_again_finds_the_same_winner(system: System) -> None:
    before = system.json("view", "show", "lead-ledger", "--where", f"lead={RACE.id}")
    again = system.say("scenario", "play", "first-batch").stderr
    assert f"竞争落选 {len(RACE.claims) - 1} 条" in again
    assert system.json("view", "show", "lead-ledger", "--where", f"lead={RACE.id}") == before
