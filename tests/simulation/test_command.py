"""`liandong simulate`: sums for people and programs, and what is wrong with its seed and the commands that show it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from domain.catalogue import DECIDERS
from domain.kernel import Command, Context, Event
from services.cli.command import Here
from services.cli.failure import Exit, Failure
from services.cli.simulate import simulate

LIANDONG = str(Path(sys.executable).parent / "liandong")


def test_it_says_how_many_seeds_and_steps_were_played_and_that_nothing_was_wrong() -> None:
    asked = ("--years", "1", "--zones", "4", "--seeds", "3", "--first-seed", "5", "--jobs", "2", "--json")
    answer = subprocess.run([LIANDONG, "simulate", *asked], capture_output=True, text=True, check=True)
    said = json.loads(answer.stdout)
    assert (said["seeds"], said["violations"]) == (3, [])
    assert said["steps"] > said["refused"] > 0


def test_what_is_wrong_is_told_with_its_seed_and_the_commands_that_show_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_command: Command, _state: object, _context: Context) -> list[Event]:
        raise KeyError("a fault")

    faulty = {**DECIDERS, "lead": replace(DECIDERS["lead"], decide=broken)}
    monkeypatch.setattr("services.simulation.world.DECIDERS", faulty)
    with pytest.raises(Failure) as failure:
        simulate(Here(json=True), years=1, seeds=1, first_seed=5, zones=4, jobs=1)
    assert failure.value.code is Exit.FAILED
    (violation,) = json.loads(capfd.readouterr().out)["violations"]
    assert violation["seed"] == 5
    assert violation["invariant"] == "a-command-is-decided-or-refused-and-nothing-else"
    assert [each["command"] for each in violation["shown_by"]] == ["lead.share"]
    with pytest.raises(Failure):
        simulate(Here(), years=1, seeds=1, first_seed=5, zones=4, jobs=1)
    assert "lead.share" in capfd.readouterr().out
