"""The figures of a chaos run: rounds, seeds, and what was measured, shown at the end."""

from __future__ import annotations

import os
import random

import pytest

FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def rounds(nightly: bool) -> int:  # noqa: FBT001 - a fixture
    """How often each process is killed."""
    return int(os.environ.get("LIANDONG_CHAOS_ROUNDS", "30" if nightly else "3"))


@pytest.fixture(scope="session")
def seed() -> str:
    """Where all chance comes from. LIANDONG_CHAOS_SEED repeats the moments and the commands of another run."""
    return os.environ.get("LIANDONG_CHAOS_SEED") or f"{random.SystemRandom().getrandbits(32):08x}"


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> list[str]:
    """Lines to be shown at the end of the run."""
    return request.config.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures."""
    lines = terminalreporter.config.stash.get(FIGURES, [])
    if lines:
        terminalreporter.section("混沌测试 | chaos")
        for line in lines:
            terminalreporter.line(line)
