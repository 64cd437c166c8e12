"""An import through a real command service: every row once, whatever breaks, whatever is repeated or corrected."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client

from domain.envelope import Recorded
from domain.kernel import ActorKind
from services.commands.client import CommandClient
from services.importing.kinds import Kind
from services.importing.opening import opened
from services.importing.report import Report
from services.importing.rows import Look
from services.importing.run import carry_out, look
from services.importing.sending import Tally
from services.ledger.log import Log
from services.settings import Settings
from tests.services.history import OFFICE, OFFICIAL, SECTION, ZONES
from tests.services.importing.ledgers import TODAY, Cells, sound, table, workbook
from tests.system import said as at_home
from tests.system import surroundings

ROWS = 12


async def run(kind: Kind, path: Path, org: str, client: CommandClient) -> Report:
    """Import a ledger as `liandong import run` does."""
    tally = Tally()
    with tempfile.TemporaryFile() as spool:
        looked = look(kind, path, org, Look(TODAY), spool=spool)
        assert [problem.as_json() for problem in looked.checked.problems] == []
        await carry_out(looked, spool, client.nc, tally)
    return looked.report(tally)


def counts(report: Report) -> tuple[int, int, int]:
    """Rows that were imported, that had been before, that were refused."""
    assert report.tally is not None
    return report.tally.accepted, report.tally.repeated, report.tally.refused


async def recorded(log: Log, category: str) -> list[Recorded]:
    """All events of a category."""
    return [Recorded.read(each.position, each.recorded, each.body) for each in await log.read(f"evt.{category}.>")]


def leads(count: int = ROWS) -> list[list[object]]:
    return [sound(Kind.LEADS, number, E=f"演示项目{number}") for number in range(count)]


async def test_an_import_is_recorded_as_a_robot_s_with_the_digest_of_the_file(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    path = workbook(Kind.LEADS, tmp_path, *leads())
    report = await run(Kind.LEADS, path, SECTION, client)
    assert counts(report) == (ROWS, 0, 0)
    events = await recorded(world, "lead")
    assert len(events) == len({event.entity for event in events}) == ROWS
    assert {event.actor for event in events} == {f"import:{opened(path).sha256}"}
    assert {event.actor_kind for event in events} == {ActorKind.ROBOT}
    assert {event.org for event in events} == {SECTION}
    assert {event.effective.isoformat() for event in events} == {"2021-11-02"}
    assert len({event.correlation for event in events}) == 1


async def test_a_second_run_changes_nothing(client: CommandClient, world: Log, tmp_path: Path) -> None:
    path = workbook(Kind.LEADS, tmp_path, *leads())
    await run(Kind.LEADS, path, SECTION, client)
    head = await world.head()
    assert counts(await run(Kind.LEADS, path, SECTION, client)) == (0, ROWS, 0)
    assert await world.head() == head


async def test_the_same_rows_from_another_file_change_nothing(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    await run(Kind.LEADS, workbook(Kind.LEADS, tmp_path, *leads()), SECTION, client)
    head = await world.head()
    other = table(Kind.LEADS, tmp_path, *reversed(leads()), encoding="gb18030")
    assert counts(await run(Kind.LEADS, other, SECTION, client)) == (0, ROWS, 0)
    assert await world.head() == head


async def test_a_row_that_was_corrected_since_is_not_passed_over_in_silence(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    await run(Kind.LEADS, workbook(Kind.LEADS, tmp_path, *leads()), SECTION, client)
    head = await world.head()
    rows = [*leads(), sound(Kind.LEADS, ROWS, E="新项目")]
    rows[3][7] = "99999"
    report = await run(Kind.LEADS, table(Kind.LEADS, tmp_path, *rows), SECTION, client)
    assert counts(report) == (1, ROWS - 1, 1)
    assert await world.head() == head + 1
    told: Any = report.as_json()
    (refusal,) = told["refusals"]
    assert (refusal["row"], refusal["rule"]) == (5, "import-differs")
    assert "lead.correct-record" in refusal["advice"]["zh"]


async def test_a_row_that_was_recorded_by_a_person_before_is_refused_as_any_repetition(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    row = sound(Kind.LEADS)
    fields = {
        "investor": {"name": row[2]},
        "project": row[4],
        "summary": row[5],
        "industry": "high-end-equipment",
        "investment": 1,
        "visibility": {"audience": "all-zones"},
    }
    await client.send(SECTION, "lead", "share", str(row[0]), fields, official=OFFICIAL)
    report = await run(Kind.LEADS, table(Kind.LEADS, tmp_path, row), SECTION, client)
    assert counts(report) == (0, 0, 1)
    assert len(await recorded(world, "lead")) == 1


async def test_organisations_and_what_they_hold_are_imported_in_turn(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    none = dict.fromkeys("GHIJK")
    chain = [sound(Kind.ORGANISATIONS, 0, E="市级部门", **none)]
    for number in range(1, 40):
        parent = f"demonstration-committee-{number - 1}"
        chain.append(sound(Kind.ORGANISATIONS, number, E="市级部门", F=parent, **none))
    report = await run(Kind.ORGANISATIONS, workbook(Kind.ORGANISATIONS, tmp_path, *chain), OFFICE, client)
    assert counts(report) == (40, 0, 0)
    items = [sound(Kind.POWER_ITEMS, number, H=f"demonstration-committee-{number}") for number in range(40)]
    report = await run(Kind.POWER_ITEMS, table(Kind.POWER_ITEMS, tmp_path, *items), OFFICE, client)
    assert counts(report) == (40, 0, 0)
    experiences = [sound(Kind.EXPERIENCES, number, K=f"demonstration-committee-{number}") for number in range(40)]
    report = await run(Kind.EXPERIENCES, table(Kind.EXPERIENCES, tmp_path, *experiences, name="c.csv"), OFFICE, client)
    assert counts(report) == (40, 0, 0)


async def test_the_figures_of_a_quarter_are_imported_one_by_one(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    zone, body = next(iter(ZONES.items()))
    names = ("进口额", "出口额", "实际使用外资", "对外投资")
    rows: list[Cells] = [
        sound(Kind.INDICATORS, A=zone, B=f"2022年第{quarter}季度", C="2023-02-01", D=name)
        for quarter in (1, 2, 3, 4)
        for name in names
    ]
    path = table(Kind.INDICATORS, tmp_path, *rows)
    assert counts(await run(Kind.INDICATORS, path, body, client)) == (16, 0, 0)
    assert len({event.entity for event in await recorded(world, "indicators")}) == 4
    rows[0] = sound(Kind.INDICATORS, A=zone, B="2022-q1", C="2023-02-01", D=names[0], E="0")
    report = await run(Kind.INDICATORS, table(Kind.INDICATORS, tmp_path, *rows, name="b.csv"), body, client)
    assert counts(report) == (0, 15, 1)
    told: Any = report.as_json()
    assert "indicators.correct" in told["refusals"][0]["advice"]["en"]


async def test_what_the_service_refuses_is_told_by_row_and_the_rest_goes_on(
    client: CommandClient, world: Log, tmp_path: Path
) -> None:
    rows = [sound(Kind.POWER_ITEMS, number, H=SECTION if number == 3 else "nobody") for number in range(5)]
    report = await run(Kind.POWER_ITEMS, table(Kind.POWER_ITEMS, tmp_path, *rows), OFFICE, client)
    assert counts(report) == (0, 0, 5)
    told: Any = report.as_json()
    by_row = {each["row"]: each for each in told["refusals"]}
    assert (by_row[5]["rule"], by_row[5]["cell"], by_row[5]["clause"]) == ("holder-is-a-department", "H5", "三(一)")
    assert {by_row[row]["rule"] for row in (2, 3, 4, 6)} == {"unknown-entity"}


def liandong(settings: Settings, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "services.cli", "import", *arguments, "--nats-url", settings.nats_url]


async def said(settings: Settings, *arguments: str, code: int) -> subprocess.CompletedProcess[str]:
    """Run `liandong import` beside the service of this process."""
    command = liandong(settings, *arguments)
    done = await asyncio.to_thread(
        subprocess.run, command, env=surroundings({}), capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


async def test_a_dry_run_lists_every_problem_and_records_nothing(
    commands: Settings, world: Log, tmp_path: Path
) -> None:
    head, row = await world.head(), sound(Kind.LEADS, 2, G="炼金", H="=1+1")
    path = str(workbook(Kind.LEADS, tmp_path, sound(Kind.LEADS), row))
    for more in (("--dry-run",), ()):
        done = await said(commands, "run", "leads", path, "--as", SECTION, *more, code=2)
        assert "G3" in done.stdout
        assert "H3" in done.stdout
        assert "2 处需要更正" in done.stderr
    told = json.loads(
        (await said(commands, "run", "leads", path, "--as", SECTION, "--dry-run", "--json", code=2)).stdout
    )
    assert (told["rows"], told["problems"]) == (2, 2)
    assert [(each["cell"], each["rule"]) for each in told["cells"]] == [
        ("G3", "import-cell-choice"),
        ("H3", "import-cell-formula"),
    ]
    assert await world.head() == head


async def test_a_run_says_what_came_of_it(commands: Settings, world: Log, tmp_path: Path) -> None:
    path = str(workbook(Kind.LEADS, tmp_path, *leads()))
    done = await said(commands, "run", "leads", path, "--as", SECTION, code=0)
    assert f"新导入 {ROWS}" in done.stderr
    told = json.loads((await said(commands, "run", "leads", path, "--as", SECTION, "--json", code=0)).stdout)
    assert (told["accepted"], told["repeated"], told["refused"]) == (0, ROWS, 0)
    assert told["actor"] == f"import:{told['sha256']}"
    refused = await said(commands, "run", "leads", path, "--as", "nobody", code=2)
    assert refused.stdout == ""
    assert "nobody" in refused.stderr


async def test_who_is_named_but_not_registered_is_found_before_anything_is_sent(
    commands: Settings, world: Log, tmp_path: Path
) -> None:
    head = await world.head()
    rows = [sound(Kind.POWER_ITEMS, number, H="no-such-office" if number == 2 else SECTION) for number in range(4)]
    path = str(table(Kind.POWER_ITEMS, tmp_path, *rows))
    for more in (("--dry-run",), ()):
        done = await said(commands, "run", "power-items", path, "--as", OFFICE, "--json", *more, code=2)
        (cell,) = json.loads(done.stdout)["cells"]
        assert (cell["cell"], cell["rule"]) == ("H4", "import-cell-unknown")
        assert "“no-such-office”不在册：没有这个机构" in cell["message"]["zh"]
    assert await world.head() == head


async def test_what_is_refused_is_told_by_row_at_the_end(commands: Settings, world: Log, tmp_path: Path) -> None:
    path = str(table(Kind.POWER_ITEMS, tmp_path, sound(Kind.POWER_ITEMS, H=SECTION)))
    done = await said(commands, "run", "power-items", path, "--as", OFFICE, code=2)
    assert "H2" in done.stdout
    assert "三(一)" in done.stdout
    assert "1 行未受理" in done.stderr


def test_a_dry_run_needs_no_system_and_says_what_it_could_not_look_at(tmp_path: Path) -> None:
    path = str(table(Kind.POWER_ITEMS, tmp_path, sound(Kind.POWER_ITEMS)))
    command = ("import", "run", "power-items", path, "--as", OFFICE, "--data", str(tmp_path))
    done = at_home(*command, "--dry-run")
    assert done.returncode == 0
    assert "1 行全部合格" in done.stderr
    assert "未核对" in done.stderr
    assert at_home(*command).returncode == 1


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
async def test_an_import_that_is_broken_off_goes_on_where_it_stopped(
    commands: Settings, world: Log, tmp_path: Path, blow: signal.Signals, nc: Client
) -> None:
    rows = 3000
    path = str(table(Kind.LEADS, tmp_path, *leads(rows)))
    command = liandong(commands, "run", "leads", path, "--as", SECTION, "--json")
    head = await world.head()
    process = await asyncio.create_subprocess_exec(
        *command, env=surroundings({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while await world.head() < head + 200:
        assert process.returncode is None
        await asyncio.sleep(0.005)
    process.send_signal(blow)
    _, stderr = await process.communicate()
    assert 0 < await world.head() - head < rows
    if blow != signal.SIGKILL:
        assert process.returncode == 130
        assert "从中断处继续" in stderr.decode()
    told = json.loads((await said(commands, "run", "leads", path, "--as", SECTION, "--json", code=0)).stdout)
    assert told["accepted"] + told["repeated"] == rows
    assert told["repeated"] >= 100
    events = await recorded(world, "lead")
    assert len(events) == len({event.entity for event in events}) == rows
