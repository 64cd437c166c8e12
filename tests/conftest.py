"""What all tests share: the settings of a run (person, CI, nightly), databases, and no silent skip."""

import os
import signal
from collections import Counter
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from services.bench.postgres import private_cluster, programs
from tests.system import system

__all__ = ["system"]
"""A fixture for every folder: one running system on which the scenario was played."""

IN_CI = bool(os.environ.get("CI"))
IS_NIGHTLY = bool(os.environ.get("LIANDONG_NIGHTLY"))
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
_serial = count(1)

# Started in the background of a script, a process ignores Ctrl-C, and so would every program that the tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test is timed: a slow machine is no failure.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, database=None, print_blob=True)
settings.register_profile("nightly", settings.get_profile("dev"), max_examples=2000, print_blob=True)
settings.load_profile("nightly" if IS_NIGHTLY else "ci" if IN_CI else "dev")


@pytest.fixture(scope="session")
def nightly() -> bool:
    """Whether this run takes its time (LIANDONG_NIGHTLY=1): thirty rounds where CI plays three."""
    return IS_NIGHTLY


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL cluster's SQLAlchemy URL, without a database name."""
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with private_cluster(binaries) as url:
        yield url


@pytest.fixture
def postgresql_database(postgres_url: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh database on PostgreSQL."""
    name = f"test_{next(_serial)}"
    administrator = postgres_url.replace("+psycopg", "") + "/postgres"
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
        yield f"{postgres_url}/{name}"
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The SQLAlchemy URL of a fresh database, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    url: str = request.getfixturevalue("postgresql_database")
    return url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the nightly tests to the night: they are another setting, not something that is missing."""
    if IS_NIGHTLY:
        return
    late = [item for item in items if item.get_closest_marker("nightly")]
    items[:] = [item for item in items if item not in late]
    config.hook.pytest_deselected(items=late)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI is set, a skipped test is a failed one."""
    return _no_skip_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    return _no_skip_in_ci((yield))


def _no_skip_in_ci(report: Report) -> Report:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips nothing: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else str(report.longrepr)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run and what to install for it."""
    skipped = Counter(_reason(report) for report in terminalreporter.getreports("skipped"))
    if skipped:
        terminalreporter.section("未运行 | not run", yellow=True)
        for reason, number in skipped.items():
            terminalreporter.line(f"{number} tests: {reason}")
