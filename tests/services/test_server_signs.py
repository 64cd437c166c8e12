"""What nats-server's log says of its disk is noticed, once, and only what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.broker.signs import StoreFailures, greets

FAILED = (
    "[77] 2026/11/23 18:07:09 [ERR] JetStream failed to store a msg on stream '$G > EVENTS': no space left on device\n"
)
CRITICAL = "[77] 2026/11/23 18:07:09 [ERR] Filestore [EVENTS] Critical write error: write 1.blk: input/output error\n"
DISABLED = "[77] 2026/11/23 18:07:09 [ERR] JetStream out of space, will be DISABLED\n"
ORDINARY = "[77] 2026/11/23 18:07:09 [INF] Server is ready\n"
AT_ITS_LIMIT = "[77] 2026/11/23 18:07:09 [ERR] JetStream file resource limits exceeded for server\n"


@pytest.mark.parametrize("line", [FAILED, CRITICAL, DISABLED])
def test_a_disk_that_failed_the_server_is_noticed_once(line: str, tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text(ORDINARY)
    failures = StoreFailures(file)
    assert not failures.look()
    file.write_text(ORDINARY + line)
    assert failures.look()
    assert not failures.look()


def test_a_failure_before_the_last_start_is_none_of_this_one(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(FAILED)
    assert not StoreFailures(tmp_path / "log").look()


def test_a_line_that_the_full_disk_cut_is_read_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "log"
    file.write_text(ORDINARY + FAILED[:60])
    failures = StoreFailures(file)
    assert not failures.look()
    file.write_text(ORDINARY + FAILED)
    assert failures.look()


def test_a_server_at_its_limit_says_so_to_every_client_and_needs_no_restart(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    failures = StoreFailures(tmp_path / "log")
    (tmp_path / "log").write_text(AT_ITS_LIMIT)
    assert not failures.look()


def test_a_server_without_a_log_has_said_nothing(tmp_path: Path) -> None:
    assert not StoreFailures(tmp_path / "log").look()


def test_nobody_greets_on_a_port_where_nobody_listens() -> None:
    assert not greets(1)
