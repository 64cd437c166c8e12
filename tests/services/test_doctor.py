"""The doctor on systems that are not in order: each finding names what is wrong and what to do."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from domain import zone
from domain.envelope import Circumstances, PoisonEvent, Recorded, seal
from domain.kernel import Actor
from domain.messages import Bilingual, Refusal
from domain.reactions import Reaction
from services.cli import checks
from services.reactor.memory import Memory
from services.settings import Settings
from tests.system import said

LOG = "EVENTS@today"


def withdrawn() -> Recorded:
    around = Circumstances(uuid4(), uuid4(), Actor("office", "演示经办人"), datetime.now(UTC), date(2023, 11, 30), None)
    event = zone.Withdrawn(evaluation="2022--demonstration-zone")
    return Recorded.read(7, 0, seal(event, "zone", "demonstration-zone", 1, 1, around))


def test_a_server_that_is_away_is_found_and_the_exit_code_says_so(tmp_path: Path) -> None:
    where = ("--data", str(tmp_path), "--nats-url", "nats://127.0.0.1:1", "--database-url", f"sqlite:///{tmp_path}/v")
    done = said("doctor", "--json", *where)
    assert done.returncode == 3
    unsound = {finding["check"]: finding["advice"] for finding in json.loads(done.stdout) if not finding["sound"]}
    assert "liandong up" in unsound["doctor.server"]
    assert "doctor.view" in unsound or "doctor.views" in unsound


def test_a_refused_reaction_is_shown_until_somebody_does_it_by_hand(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    text = Bilingual(zh="不能释放", en="cannot be released")
    reaction = Reaction(zone.Withdraw(evaluation="2022--z"), "zone", "lead-7", uuid4(), date(2023, 11, 30))
    memory.refused(withdrawn(), reaction, Refusal(rule="out-of-turn", clause="四(四)", message=text, advice=text))
    memory.close()
    (follows, refused) = checks._reactor(Settings(data=tmp_path), LOG, 0)
    assert follows.sound
    assert not refused.sound
    assert refused.subject == "lead-7"
    assert text.zh in refused.finding or text.en in refused.finding


def test_a_reactor_that_met_an_event_it_cannot_read_is_no_longer_sound(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.reached(LOG, 6, PoisonEvent(7, "zone.beamed-up", "unknown-type"))
    memory.close()
    (stopped,) = checks._reactor(Settings(data=tmp_path), LOG, 9)
    assert not stopped.sound
    assert "zone.beamed-up" in stopped.finding


@pytest.mark.parametrize(("position", "sound"), [(100_000, True), (89_000, False)])
def test_whoever_follows_the_log_far_behind_is_not_in_order(position: int, sound: bool) -> None:  # noqa: FBT001 - a row of the table above
    finding = checks._follower("doctor.index", "", position, 100_000)
    assert finding.sound is sound
    assert bool(finding.advice) is not sound


def test_an_index_that_is_no_database_is_found_without_touching_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    settings.index_file.parent.mkdir()
    settings.index_file.write_bytes(b"not a database" * 100)
    (finding,) = checks._index(settings, LOG, 0)
    assert not finding.sound
    assert settings.index_file.read_bytes() == b"not a database" * 100
