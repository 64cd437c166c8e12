"""The distributed deployment: every process by itself, as compose and systemd start it, on servers of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from services.broker.embedded import Server
from tests.chaos.cluster import free_ports
from tests.system import ROOT, said, surroundings

COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
UNIT = (ROOT / "deploy" / "systemd" / "liandong@.service").read_text("utf-8")
BY_COMPOSE = re.findall(r'command: \["(services\.\w+)"', COMPOSE)
BY_SYSTEMD = [f"services.{name}" for name in re.findall(r"liandong@(\w+)", UNIT)]


@pytest.mark.parametrize("module", sorted({*BY_COMPOSE, *BY_SYSTEMD}))
def test_every_process_that_a_deployment_names_can_be_started(module: str) -> None:
    assert find_spec(f"{module}.__main__") is not None


def test_compose_and_systemd_start_every_service_there_is() -> None:
    every = {f"services.{main.parent.name}" for main in (ROOT / "services").glob("*/main.py")} - {"services.cli"}
    assert set(BY_COMPOSE) - {"services.cli"} == set(BY_SYSTEMD) == every


def test_services_that_are_there_before_the_streams_wait_until_these_are_prepared(
    own_server: Server, tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    where = {"LIANDONG_NATS_URL": own_server.url, "LIANDONG_DATA": str(tmp_path / "data")}
    followed = {**where, "LIANDONG_LOG_LEVEL": "debug"}
    with ExitStack() as stack:
        processes = {}
        for module in BY_SYSTEMD:
            log = stack.enter_context((tmp_path / f"{module}.log").open("wb"))
            command = [sys.executable, "-m", module, "--web-port", str(port), "--log-format", "json"]
            process = subprocess.Popen(command, cwd=ROOT, env=surroundings(followed), stderr=log)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            processes[module] = process
        until(lambda: "liandong prepare" in (tmp_path / "services.commands.log").read_text("utf-8"))
        assert [name for name, process in processes.items() if process.poll() is not None] == []
        done = said("prepare", environment=where)
        assert (done.returncode, done.stderr) == (0, "已就绪：记录流 1 份副本，截至记录第 3 位。\n")
        assert said("prepare", environment=where).stderr == done.stderr
        until(lambda: [row["org"] for row in rows(where)] == ["office"])
        until(lambda: answers(port))
        log_lines = map(json.loads, (tmp_path / "services.commands.log").read_text("utf-8").splitlines())
        accepted = {line["correlation"]: line for line in log_lines if line["event"] == "accepted"}
        (row,) = rows(where)
        events = map(json.loads, said("audit", "export", environment=where).stdout.splitlines())
        (registered,) = [event for event in events if event["type"] == "organisation.registered"]
        assert accepted[row["correlation"]]["command"] == registered["causationid"]
        assert registered["correlationid"] == row["correlation"]
        assert [name for name, process in processes.items() if process.poll() is not None] == []


def test_a_stream_in_fewer_copies_than_the_deployment_asks_for_stops_its_services_and_says_so(
    own_server: Server, tmp_path: Path
) -> None:
    where = {"LIANDONG_NATS_URL": own_server.url, "LIANDONG_DATA": str(tmp_path / "data")}
    with subprocess.Popen([sys.executable, "-m", "services.commands"], cwd=ROOT, env=surroundings(where)) as commands:
        assert said("prepare", environment=where).returncode == 0
        commands.terminate()
    three = {**where, "LIANDONG_REPLICAS": "3"}
    refused = said("prepare", environment=three)
    assert refused.returncode == 1
    assert "num_replicas is 1, must be 3" in refused.stderr
    command = [sys.executable, "-m", "services.projector", "--log-format", "json"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(three), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "num_replicas is 1, must be 3" in json.loads(done.stderr)["reason"]


def rows(where: dict[str, str]) -> list[dict[str, str]]:
    """The register of organisations, empty while the view is not there yet."""
    done = said("view", "show", "organisations", "--json", environment=where)
    found: list[dict[str, str]] = json.loads(done.stdout or "[]")
    return found


def answers(port: int) -> bool:
    """Whether the page is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.read())
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
