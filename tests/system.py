"""The whole system as a user runs it: `liandong up` in a folder of its own, and `liandong ...` against it."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from services import runtime
from services.projector.database import open_engine
from services.projector.reading import Views

ROOT = Path(__file__).resolve().parents[1]
LIANDONG = [sys.executable, "-m", "services.cli"]
START_SECONDS = 60


@dataclass
class System:
    """A running installation. `played`: what playing the scenario printed."""

    data: Path
    process: subprocess.Popen[bytes]
    web_url: str = ""
    nats_url: str = ""
    played: str = ""

    def say(self, *arguments: str, code: int = 0, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `liandong` with these arguments on this system; its exit code must be `code`."""
        done = said(*arguments, environment={"LIANDONG_DATA": str(self.data)}, stdin=stdin)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever the command prints
        """What `liandong ... --json` prints."""
        return json.loads(self.say(*arguments, "--json").stdout)

    def send(self, command: str, entity: str, data: object, *, org: str, official: str, **options: str) -> Any:  # noqa: ANN401 - a receipt as JSON
        """Send a command and return its receipt, once every view has taken what came of it."""
        category, _, name = command.partition(".")
        more = [part for option, value in options.items() for part in (f"--{option}", value)]
        who = ("--entity", entity, "--official", official, "--json", json.dumps(data))
        receipt = json.loads(self.say("send", org, category, name, *who, *more).stdout)
        self._shown(receipt.get("position", 0))
        return receipt

    def _shown(self, position: int) -> None:
        """Wait until every view stands at a position: a loaded machine takes a moment."""
        engine = open_engine(f"sqlite:///{self.data / 'views.sqlite'}")
        until = time.monotonic() + START_SECONDS
        while min(view.position for view in Views(engine).all()) < position:
            assert time.monotonic() < until, f"the views do not come to position {position}"
            time.sleep(0.02)
        engine.dispose()


class Warm:
    """Calls of `liandong` by way of `tests.warm`, started with the first one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def call(self, arguments: Sequence[str], environment: dict[str, str], stdin: str) -> tuple[int, str, str]:
        """The exit code, and what was written to stdout and stderr."""
        if self._process is None:
            command = [sys.executable, "-m", "tests.warm"]
            self._process = subprocess.Popen(command, cwd=ROOT, stdin=-1, stdout=-1, text=True, env=surroundings({}))
            atexit.register(self._end)
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        with tempfile.TemporaryDirectory(prefix="liandong-said-") as folder:
            files = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
            for file in files:
                file.write_text(stdin if file.name == "stdin" else "", "utf-8")
            request = {"arguments": arguments, "environment": environment, "files": [str(file) for file in files]}
            asked.write(json.dumps(request) + "\n")
            asked.flush()
            code = int(answered.readline())
            return code, files[1].read_text("utf-8"), files[2].read_text("utf-8")

    def _end(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait()


WARM = Warm()


def said(
    *arguments: str, environment: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `liandong` as a user would whose terminal speaks Chinese."""
    code, out, err = WARM.call(arguments, surroundings(environment or {}), stdin or "")
    return subprocess.CompletedProcess(["liandong", *arguments], code, out, err)


def surroundings(more: dict[str, str]) -> dict[str, str]:
    """An environment without this machine's own settings of ours."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LIANDONG_", "LC_"))}
    return {**own, "LANG": "zh_CN.UTF-8", "COLUMNS": "200", "NO_COLOR": "1", "PYTHONUTF8": "1", **more}


@contextmanager
def running(data: Path) -> Iterator[System]:
    """`liandong up` in `data`, stopped at the end as by Ctrl-C; then nothing of it may be left."""
    command = [*LIANDONG, "up", "--data", str(data), "--web-port", "0"]
    with (data.parent / f"{data.name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings({}), stdout=log, stderr=log)
        try:
            system = System(data, process)
            until = time.monotonic() + START_SECONDS
            while (found := runtime.read(data)) is None:
                assert process.poll() is None, Path(log.name).read_text("utf-8")
                assert time.monotonic() < until, Path(log.name).read_text("utf-8")
                time.sleep(0.02)
            system.web_url, system.nats_url = found.web_url, found.nats_url
            yield system
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(30)
    assert code == 0, Path(log.name).read_text("utf-8")
    assert not (data / "runtime.json").exists()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One system for all tests, on which the scenario was played. Tests add to it; none may stop it."""
    with running(tmp_path_factory.mktemp("system") / "data") as system:
        system.played = system.say("scenario", "play", "first-batch").stderr
        yield system
