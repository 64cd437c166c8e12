"""What README tells a stranger to type is run here."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

BIN = Path(sys.executable).parent
# They stay up, change the environment this runs in, run the tests that are running, take minutes, or a filled-in file.
NOT_RUN_HERE: tuple[str, ...] = (
    *("make run", "make test", "make bench", "make lock", "make clean", "make setup", "make format", "make lint"),
    *("liandong up", "liandong bench", "liandong lead watch", "liandong import", "git clone", "cd ", ".ci/run"),
)


def commands() -> list[str]:
    """Every command of README's ```console blocks: what follows `$ `, its continued lines joined, comments left out."""
    blocks = re.findall(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [re.sub(r"\s+#\s.*$", "", line[2:]).strip() for line in lines if line.startswith("$ ")]


def targets() -> set[str]:
    """The targets that `make help` lists."""
    listing = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  make (\w+)", listing, re.MULTILINE))


def test_readme_shows_the_commands_that_run_check_and_demonstrate() -> None:
    assert {"make run", "make test", "make demo"} <= set(commands())


def test_every_make_command_in_readme_is_a_target() -> None:
    named = {shlex.split(command)[1] for command in commands() if command.startswith("make ")}
    assert named <= targets()


def test_make_help_lists_every_target_in_both_languages() -> None:
    declared = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert declared is not None
    assert targets() == set(declared[1].split())


@pytest.mark.parametrize("command", sorted({line for line in commands() if line.startswith("liandong ")}))
def test_every_liandong_command_in_readme_exists(command: str) -> None:
    words = [word for word in shlex.split(command)[1:] if not word.startswith("-")]
    answers = (said(["liandong", *words[:depth], "--help"]) for depth in (2, 1))
    known = next((answer for answer in answers if answer.returncode == 0), None)
    assert known is not None, f"no such command: {command}"
    options = re.findall(r"(?<=\s)--[\w-]+", command)
    assert [option for option in options if option not in known.stdout] == []


@pytest.mark.parametrize("command", [line for line in commands() if not line.startswith(NOT_RUN_HERE)])
def test_what_readme_says_runs(command: str, played: Path) -> None:
    done = said(["sh", "-c", command], data=played)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a running system on which the scenario was played, as `make run` leaves it."""
    data = tmp_path_factory.mktemp("system")
    command: list[str | Path] = [BIN / "liandong", "up", "--data", data, "--web-port", "0"]
    with (data.parent / "up.log").open("wb") as log, subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as up:
        try:
            while not (data / "runtime.json").exists():
                assert up.poll() is None, the_end_of(log.name)
                time.sleep(0.05)
            playing = said(["liandong", "scenario", "play", "first-batch"], data=data)
            assert playing.returncode == 0, playing.stdout + playing.stderr
            yield data
        finally:
            up.send_signal(signal.SIGINT)
    assert up.returncode == 0, the_end_of(log.name)


def the_end_of(log: str) -> str:
    """The last words of a process: what went wrong is there."""
    return Path(log).read_text()[-3000:]


def said(command: list[str], data: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would from the project's folder, `liandong` being on PATH."""
    surroundings = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "COLUMNS": "200", "NO_COLOR": "1"}
    surroundings["LIANDONG_DATA"] = str(data)
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
