"""The whole system from the command line: the unattended demonstration, an interrupted play, a quick end."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path
from uuid import UUID

import pytest

from services.scenario.first_batch import first_batch
from tests.system import LIANDONG, ROOT, running, surroundings


def test_the_demonstration_agrees_with_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = surroundings({"TMPDIR": str(tmp_path)})
    done = subprocess.run([*LIANDONG, "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "全部一致" in done.stderr
    assert "演示数据" in done.stderr
    assert "退出" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGHUP], ids=["ctrl-c", "closed-terminal"])
def test_a_demonstration_that_is_interrupted_stops_everything_and_leaves_nothing_behind(
    tmp_path: Path, by: signal.Signals
) -> None:
    environment = surroundings({"TMPDIR": str(tmp_path)})
    with subprocess.Popen([*LIANDONG, "demo"], cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True) as demo:
        wait_until(lambda: any(tmp_path.glob("*/runtime.json")))
        demo.send_signal(by)
        _, told = demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert told.strip() == "已中断。"
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_play_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with running(tmp_path / "data") as system:
        environment = surroundings({"LIANDONG_DATA": str(system.data)})
        command = [*LIANDONG, "scenario", "play", "first-batch"]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-1, stderr=-1) as play:
            wait_until(lambda: len(system.say("audit", "export").stdout.splitlines()) > 100)
            play.kill()
        told = system.say("scenario", "play", "first-batch").stderr
        counted = re.search(r"已受理 (\d+) 条，此前已受理 (\d+) 条", told)
        assert counted is not None, told
        accepted, repeated = map(int, counted.groups())
        assert accepted + repeated == len(first_batch().accepted())
        assert repeated > 0
        commands = {UUID(json.loads(line)["causationid"]) for line in system.say("audit", "export").stdout.splitlines()}
        assert all(len(ids & commands) == 1 for ids in first_batch().accepted())


def test_up_with_a_scenario_stays_up_and_ends_without_a_trace(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = [*LIANDONG, "up", "--data", str(data), "--web-port", "0", "--play", "first-batch"]
    told = f"已受理 {len(first_batch().accepted())} 条"
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=surroundings({}), stderr=log) as up,
    ):
        try:
            wait_until(lambda: told in (tmp_path / "log").read_text("utf-8"), seconds=180)
        finally:  # or whoever waited in vain would wait for it for ever
            up.send_signal(signal.SIGTERM)
        assert up.wait(30) == 0
    assert not (data / "runtime.json").exists()
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_watching_ends_and_says_so_when_the_system_does(tmp_path: Path) -> None:
    with running(tmp_path / "data") as system:
        environment = surroundings({"LIANDONG_DATA": str(system.data)})
        command = [*LIANDONG, "lead", "watch"]
        watch = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True)
        assert watch.stderr is not None
        assert "Ctrl-C" in watch.stderr.readline()
    try:
        _, told = watch.communicate(timeout=60)
    finally:
        watch.kill()
    assert watch.returncode == 1
    assert "liandong up" in told
    assert "Traceback" not in told


def wait_until(holds: object, seconds: float = 60.0) -> None:
    """Look again and again until it holds."""
    assert callable(holds)
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
