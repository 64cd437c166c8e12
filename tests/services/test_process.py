"""What every process of ours begins with: its settings, its log, and where the system is found."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from pydantic_core import from_json

from services import logs, runtime
from services.projector.database import open_engine
from services.settings import BadSetting, Settings
from tests.system import ROOT, said, surroundings

NOBODY = "nats://127.0.0.1:1"
"""Where no server listens."""


def test_an_argument_goes_before_the_environment_and_that_before_the_default() -> None:
    environment = {"LIANDONG_WEB_PORT": "9000", "LIANDONG_DATA": "/srv/data", "LIANDONG_NATS_URL": ""}
    settings = Settings.load(environment, ["--web-port", "9001"])
    assert (settings.web_port, settings.data, settings.nats_url) == (9001, Path("/srv/data"), "")


def test_a_child_gets_the_same_settings_from_its_environment() -> None:
    settings = Settings(data=Path("/srv/data"), nats_url="nats://a:1,nats://b:2", replicas=3, log_format="json")
    assert Settings.load(settings.environment()) == settings
    assert settings.nats_servers == ["nats://a:1", "nats://b:2"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--web-port", "eight"],
        ["--web-port", "70000"],
        ["--replicas", "2"],
        ["--log-level", "loud"],
        ["--database-url", "mysql://db/x"],
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(wrong: list[str]) -> None:
    with pytest.raises(BadSetting, match=wrong[0].strip("-").replace("-", " ")):
        Settings.load({}, wrong)


def test_the_views_are_in_the_data_folder_unless_a_database_is_named() -> None:
    assert Settings(data=Path("/srv/data")).views_url == "sqlite:////srv/data/views.sqlite"
    assert Settings(database_url="postgresql+psycopg://db/x").views_url == "postgresql+psycopg://db/x"


@pytest.mark.parametrize("name", ["what?", "50%41", "#1", "联动 数据", "a&b=c"])
def test_a_data_folder_may_have_any_name_and_holds_its_own_views(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    engine = open_engine(Settings(data=folder).views_url)
    with engine.connect():
        assert {file.name for file in folder.iterdir()} >= {"views.sqlite"}
    engine.dispose()
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.fixture
def restored() -> object:
    """The log as the other tests know it."""
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    yield None
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def test_a_machine_reads_one_json_object_a_line_with_service_and_correlation(
    restored: object, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("commands", "json")
    with structlog.contextvars.bound_contextvars(correlation="c-1"):
        structlog.get_logger("commands").info("refused", rule="out-of-turn")
        logging.getLogger("elsewhere").warning("a library speaks")
    ours, theirs = [from_json(line) for line in capsys.readouterr().err.splitlines()]
    assert (ours["event"], ours["rule"], ours["service"], ours["correlation"]) == (
        "refused",
        "out-of-turn",
        "commands",
        "c-1",
    )
    assert (theirs["event"], theirs["service"], theirs["correlation"]) == ("a library speaks", "commands", "c-1")


def test_no_log_shows_the_variables_of_a_failing_function(restored: object, capsys: pytest.CaptureFixture[str]) -> None:
    investor = "保密企业有限公司"
    for fmt in ("json", "text"):
        logs.configure("commands", fmt)
        try:
            int(f"{investor[:0]}?")
        except ValueError:
            structlog.get_logger("commands").exception("failed")
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert investor not in told


def test_a_system_whose_supervisor_is_gone_is_not_found(tmp_path: Path) -> None:
    here = runtime.Runtime("nats://127.0.0.1:1", "sqlite://", "http://127.0.0.1:2/", os.getpid(), "2021-11-02")
    runtime.write(tmp_path, here)
    assert runtime.read(tmp_path) == here
    assert runtime.located(Settings(data=tmp_path)).nats_url == here.nats_url
    assert runtime.located(Settings(data=tmp_path, nats_url="nats://mine")).nats_url == "nats://mine"
    runtime.write(tmp_path, runtime.Runtime("nats://127.0.0.1:1", "", "", 2**22 + 1, "2021-11-02"))
    assert runtime.read(tmp_path) is None
    runtime.remove(tmp_path)
    assert runtime.read(tmp_path) is None


def test_what_cannot_be_read_is_no_system(tmp_path: Path) -> None:
    for damaged in ("{", '{"colour": "red"}', "[]"):
        (tmp_path / runtime.FILE).write_text(damaged, "utf-8")
        assert runtime.read(tmp_path) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_service_that_waits_for_its_server_says_so_and_can_be_stopped(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "services.commands", "--nats-url", NOBODY, "--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings({}), stderr=-1, text=True) as service:
        assert service.stderr is not None
        first = service.stderr.readline()
        service.send_signal(number)
        rest = service.stderr.read()
        code = service.wait(5)
    assert "NATS does not answer yet" in first
    assert rest == ""
    assert code == 0


def test_up_on_a_server_that_is_not_there_gives_up_and_says_why(tmp_path: Path) -> None:
    done = said("up", "--data", str(tmp_path), "--nats-url", NOBODY, "--web-port", "0")
    assert done.returncode == 1
    assert "no NATS server answers" in done.stderr
    assert "Traceback" not in done.stderr
