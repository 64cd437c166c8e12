"""The command line on a running system: what it shows, at either clock, and what its exit codes say."""

from __future__ import annotations

import json
import select
import shlex
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from rich.cells import cell_len

from services.scenario.cast import first_batch as first_zones
from services.scenario.cast import sender
from services.scenario.first_batch import first_batch
from tests.system import LIANDONG, ROOT, System, said, surroundings

OFFICE = sender("office").official
CUSTOMS = sender("customs").official


def test_the_day_of_the_first_plaques_shows_the_ten_public_zones_and_no_other(system: System) -> None:
    rows = system.json("zone", "list", "--as-of", "2021-11-02")
    assert {row["name_zh"] for row in rows} == {site.facts.name for site in first_zones()}
    assert {row["status"] for row in rows} == {"established"}


def test_before_the_scenario_was_played_nothing_was_known_of_any_zone(system: System) -> None:
    assert system.json("zone", "list", "--known-at", "2024-01-01T00:00:00+08:00") == []
    assert len(system.json("zone", "list", "--known-at", datetime.now(UTC).isoformat())) >= 12


def test_the_two_clocks_are_asked_independently(system: System) -> None:
    now = datetime.now(UTC).isoformat()
    rows = system.json("zone", "list", "--as-of", "2023-10-01", "--known-at", now)
    assert {row["status"] for row in rows if row["zone"] == "demonstration-zone"} == {"rectifying"}


def test_the_list_speaks_chinese_first_in_straight_columns_and_without_colours(system: System) -> None:
    done = system.say("zone", "list")
    assert "长寿经济技术开发区" in done.stdout
    assert "演示数据" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    _, _, heading, _, *rows = done.stdout.splitlines()
    status = cell_len(heading[: heading.index("状态")])
    assert {cell_len(row[: row.index("运行")]) for row in rows if "运行" in row} == {status}


def test_the_list_speaks_english_on_request(system: System) -> None:
    english = system.say("zone", "list", "--lang", "en")
    assert "Changshou Economic and Technological Development Zone" in english.stdout
    assert "operating" in english.stdout


def test_demonstration_data_is_called_so_wherever_it_is_shown(system: System) -> None:
    for arguments in (
        ["zone", "list"],
        ["lead", "list"],
        ["zone", "show", "wanzhou-etdz"],
        ["view", "show", "delegations"],
    ):
        assert "演示数据" in system.say(*arguments).stderr


def test_one_zone_is_shown_with_its_plans(system: System) -> None:
    row = system.json("zone", "show", "wanzhou-etdz")
    assert row["approval_kind"] == "approval"
    assert [plan["filed"] for plan in row["zone_register_plans"]] == ["2021-12-06"]


def test_one_application_is_shown_with_its_experts(system: System) -> None:
    row = system.json("application", "show", "yongchuan-hightech--1")
    assert row["stage"] == "plaque-unveiled"
    assert len(row["pipeline_experts"]) == 5


def test_an_organisation_sees_only_the_leads_that_it_may_see(system: System) -> None:
    everything = {row["lead"] for row in system.json("lead", "list")}
    customs = {row["lead"] for row in system.json("lead", "list", "--viewer", "customs")}
    assert "lead-2022-014" in customs
    assert customs < everything
    assert "nobody-here" in system.say("lead", "list", "--viewer", "nobody-here", code=64).stderr


def test_of_another_s_lead_an_organisation_sees_no_more_than_it_may(system: System) -> None:
    everything = {row["lead"]: row for row in system.json("lead", "list")}
    seen = system.json("lead", "list", "--viewer", "wanzhou-etdz-committee")
    withheld = [row["lead"] for row in seen if row["investment"] is None]
    assert withheld
    assert all(everything[lead]["investment"] and everything[lead]["holder"] != "wanzhou-etdz" for lead in withheld)


def test_a_view_is_filtered_by_any_column(system: System) -> None:
    rows = system.json("view", "show", "delegations", "--where", "stage=delegation-refused")
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["zone", "show", "nowhere"], 1, "nowhere"),
        (["view", "show", "nonsense"], 64, "zone-register"),
        (["view", "show", "pipeline", "--where", "colour=red"], 64, "rulebook"),
        (["view", "show", "pipeline", "--where", "stage"], 64, "--where"),
        (["view", "show", "pipeline", "--where", "filed=soon"], 64, "2021-11-02"),
        (["zone", "list", "--as-of", "yesterday"], 64, "2021-11-02"),
        (["zone", "list", "--known-at", "noon"], 64, "+08:00"),
        (["scenario", "play", "second-batch"], 64, "first-batch"),
        (["rebuild", "nonsense"], 64, "zone-register"),
        (["audit", "timeline", "zone", "nowhere"], 1, "nowhere"),
        (["audit", "timeline", "zone", "*"], 1, "*"),
        (["audit", "timeline", "city", "nowhere"], 64, "delegation"),
        (["view", "show", "pipeline", "--limit", "9" * 20], 64, "--help"),
        (["zone", "list", "--database-url", "nonsense"], 64, "database url"),
        (["zone", "lits"], 64, "--help"),
        (["zone", "list", "--colour"], 64, "--help"),
    ],
)
def test_every_failure_is_one_message_in_both_languages_with_what_to_do(
    system: System, arguments: list[str], code: int, told: str
) -> None:
    done = system.say(*arguments, code=code)
    lines = done.stderr.strip().splitlines()
    assert [line.partition("：")[0].partition(":")[0] for line in lines] == ["错误", "处理", "Error", "What to do"]
    assert told in done.stderr
    assert done.stdout == ""


def test_a_system_that_does_not_run_is_said_to_be_so_with_how_to_start_it(tmp_path: Path) -> None:
    done = said("zone", "list", "--data", str(tmp_path))
    assert done.returncode == 1
    assert f"liandong up --data {tmp_path}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_named_without_a_stack_trace(tmp_path: Path) -> None:
    done = said("audit", "replay", "--data", str(tmp_path), "--nats-url", "nats://127.0.0.1:1")
    assert done.returncode == 1
    assert "liandong doctor" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_that_is_repeated_under_its_id_is_accepted_once(system: System) -> None:
    identity, data = str(uuid4()), {"official": f"演示经办人{uuid4().hex[:6]}"}
    first, again = (
        system.send("organisation.appoint-official", "customs", data, org="customs", official=CUSTOMS, id=identity)
        for _ in range(2)
    )
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["position"] == again["position"]


def test_a_broken_rule_ends_with_exit_code_2_the_rule_and_the_remedy(system: System) -> None:
    done = system.say(
        *("send", "customs", "lead", "award", "--entity", "lead-2022-008", "--official", CUSTOMS),
        *("--json", '{"zone": "wanzhou-etdz", "reason": "演示"}'),
        code=2,
    )
    refusal = json.loads(done.stdout)
    assert refusal["rule"] == "office-or-first-reporter"
    assert refusal["message"]["zh"] in done.stderr
    assert refusal["advice"]["en"] in done.stderr


def test_a_version_that_has_moved_on_is_refused(system: System) -> None:
    done = system.say(
        *("send", "office", "target", "set", "--entity", "2023", "--official", OFFICE, "--expected", "99"),
        *("--json", '{"zones": 6}'),
        code=2,
    )
    assert json.loads(done.stdout)["rule"] == "stale-expectation"


@pytest.mark.parametrize("fields", ["{", "[1]", "@/does/not/exist"])
def test_fields_that_cannot_be_read_are_no_command(system: System, fields: str) -> None:
    done = said(
        *("send", "office", "target", "set", "--entity", "2023", "--official", OFFICE, "--json", fields),
        environment={"LIANDONG_DATA": str(system.data)},
    )
    assert done.returncode in {1, 64}
    assert "Traceback" not in done.stderr


SHARE = ("send", "office", "lead", "share", "--official", OFFICE, "--entity")
LEAD = (
    '{"investor": {"name": "演示投资方"}, "project": "演示项目", "summary": "演示", "industry": "finance",'
    ' "investment": 100, "visibility": {"audience": "all-zones"}}'
)


def test_a_field_that_stands_twice_in_a_shell_is_refused_like_any_other_sender_s(system: System) -> None:
    done = system.say(*SHARE, "lead-twice", "--json", LEAD.replace("100", '100, "investment": 99900'), code=2)
    refusal = json.loads(done.stdout)
    assert refusal["rule"] == "duplicate-key"
    assert "investment" in refusal["message"]["zh"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("zone", "show", "x\udcff"),
        ("view", "show", "zone-register", "--where", "zone=\udcff"),
        ("lead", "list", "--viewer", "\udcff"),
        (*SHARE, "l\udcff"),
        (*SHARE, "lead-x", "--json", '{"project": "\udcff"}'),
    ],
)
def test_an_argument_that_is_no_text_is_said_to_be_none(system: System, arguments: tuple[str, ...]) -> None:
    environment = surroundings({"LIANDONG_DATA": str(system.data)})
    done = subprocess.run(
        [*LIANDONG, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 64
    assert "UTF-8" in done.stderr


def test_a_terminal_that_cannot_show_chinese_is_told_what_to_set(system: System) -> None:
    latin = {"LIANDONG_DATA": str(system.data), "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    command = [*LIANDONG, "zone", "list"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(latin), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PYTHONUTF8=1" in done.stderr


def test_a_file_that_is_no_text_is_no_command(system: System, tmp_path: Path) -> None:
    file = tmp_path / "fields.json"
    file.write_bytes(b"\xff\xfe")
    done = system.say(
        "send", "customs", "lead", "share", "--entity", "x", "--official", CUSTOMS, "--json", f"@{file}", code=64
    )
    assert "utf-8" in done.stderr


def test_fields_may_come_from_a_file_or_from_standard_input(system: System, tmp_path: Path) -> None:
    file = tmp_path / "target.json"
    file.write_text('{"zones": 5, "note": "演示"}', "utf-8")
    where = ("send", "office", "target", "set", "--official", OFFICE, "--entity")
    from_file = system.say(*where, "2024", "--json", f"@{file}")
    from_stdin = system.say(*where, "2025", "--json", "-", stdin=file.read_text("utf-8"))
    assert json.loads(from_file.stdout)["outcome"] == json.loads(from_stdin.stdout)["outcome"] == "accepted"


def test_the_timeline_tells_persons_from_robots(system: System) -> None:
    moments = system.json("audit", "timeline", "zone", "demonstration-zone")
    assert [(each["type"], each["kind"]) for each in moments] == [
        ("zone.established", "robot"),
        ("zone.construction-plan-filed", "person"),
        ("zone.rectification-ordered", "robot"),
        ("zone.rectification-reported", "person"),
        ("zone.rectification-failed", "person"),
        ("zone.withdrawn", "robot"),
    ]


def test_a_replay_from_zero_agrees_with_every_live_view(system: System) -> None:
    replay = system.json("audit", "replay")
    assert replay["differences"] == []
    assert all(view["agrees"] for view in replay["views"])
    assert {"zone-register", "pipeline", "lead-ledger", "scorecards"} <= {view["view"] for view in replay["views"]}


def test_the_export_is_the_whole_log_event_by_event(system: System, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in system.say("audit", "export").stdout.splitlines()]
    assert [line["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["specversion"] for line in lines} == {"1.0"}
    file = tmp_path / "log.jsonl"
    system.say("audit", "export", "--output", str(file))
    assert len(file.read_bytes().splitlines()) >= len(lines)


def test_a_view_is_rebuilt_while_it_is_read(system: System) -> None:
    before = system.json("zone", "list")
    system.say("rebuild", "zone-register")
    assert system.json("zone", "list") == before


def test_the_doctor_finds_a_sound_system_sound(system: System) -> None:
    findings = system.json("doctor")
    assert [finding for finding in findings if not finding["sound"]] == []
    checks = {finding["check"] for finding in findings}
    assert {"doctor.server", "doctor.stream", "doctor.commands", "doctor.view", "doctor.disk", "doctor.page"} <= checks
    assert {"doctor.index", "doctor.reactor", "doctor.sync"} <= checks


def test_watching_leads_shows_a_change_at_once_and_ctrl_c_ends_it_in_one_line(system: System) -> None:
    environment = surroundings({"LIANDONG_DATA": str(system.data)})
    command = [*LIANDONG, "lead", "watch"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-1, stderr=-1, text=True) as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        assert "Ctrl-C" in watch.stderr.readline()
        body = sender("changshou-etdz-committee").official
        progress = {"zone": "changshou-etdz", "summary": "第五次洽谈（演示）"}
        system.send("lead.report-progress", "lead-2022-001", progress, org="changshou-etdz-committee", official=body)
        told, _, _ = select.select([watch.stdout], [], [], 60)
        if not told:  # a test that waits for ever says nothing
            watch.kill()
        row = json.loads(watch.stdout.readline())
        watch.send_signal(signal.SIGINT)
        rest = watch.stderr.read()
        code = watch.wait(10)
    assert (row["lead"], row["last_summary"]) == ("lead-2022-001", "第五次洽谈（演示）")
    assert code == 130
    assert rest.strip() == "已中断。"


def test_playing_the_scenario_again_stores_nothing(system: System) -> None:
    assert f"已受理 {len(first_batch().accepted())} 条" in system.played
    before = len(system.say("audit", "export").stdout.splitlines())
    again = system.say("scenario", "play", "first-batch")
    assert "已受理 0 条" in again.stderr
    assert len(system.say("audit", "export").stdout.splitlines()) == before


def test_a_reader_who_has_seen_enough_ends_the_output_quietly(system: System) -> None:
    pipe = f"{shlex.join(LIANDONG)} audit export | head -n 1"
    environment = surroundings({"LIANDONG_DATA": str(system.data)})
    done = subprocess.run(["sh", "-c", pipe], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["position"] == 1
    assert done.stderr == ""


def test_a_second_system_in_the_same_folder_is_refused(system: System) -> None:
    command = [*LIANDONG, "up", "--data", str(system.data), "--web-port", "0"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings({}), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_is_there_without_loading_what_it_does_not_need() -> None:
    done = subprocess.run(
        [LIANDONG[0], "-X", "importtime", *LIANDONG[1:], "--help"],
        cwd=ROOT,
        env=surroundings({}),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert loaded & {"sqlalchemy", "nats", "faststream", "pydantic", "starlette", "shapely", "eventsourcing"} == set()
    assert "typer" in loaded


INTERRUPTED_WHILE_IT_LOADS = """
import os, signal, sys

MODULE = sys.argv.pop(1)

class Interruption:
    def find_spec(self, name, path=None, target=None):
        if name == MODULE:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interruption())
from services.cli.main import main
sys.argv[1:] = ["scenario", "list"]
main()
"""


@pytest.mark.parametrize("module", ["asyncio", "typer", "services.cli.up", "services.scenario.shelf"])
def test_ctrl_c_while_the_command_line_loads_shows_no_stack_trace(module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED_WHILE_IT_LOADS, module]
    done = subprocess.run(command, cwd=ROOT, env=surroundings({}), capture_output=True, text=True, check=False)
    assert done.returncode in {-signal.SIGINT, 130}
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_clauses_and_permissions_are_told_without_a_system() -> None:
    clauses = json.loads(said("clauses", "--json").stdout)
    assert {"clause", "commands", "events", "views", "test"} == set(clauses[0])
    assert "delegation.delegate" in next(row for row in clauses if row["clause"] == "三(一)")["commands"]
    assert "权力下放和政策协同" in said("clauses").stdout
    permissions = {row["command"]: row["by"] for row in json.loads(said("permissions", "--json").stdout)}
    assert permissions["application.approve"] == {"municipal-government": "any"}
    assert permissions["delegation.delegate"] == {"municipal-department": "own"}
    assert "Who may" not in said("permissions").stdout
    assert "its own" in said("permissions", "--lang", "en").stdout
