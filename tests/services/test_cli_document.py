"""Documents and surveys from the command line, on a running system on which the scenario was played."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from services.broker.folder import Room
from services.cli.document import LEFT_TO_THE_LOG, there_is_room
from services.cli.failure import Failure
from services.scenario.cast import sender
from services.scenario.first_batch import first_batch
from services.scenario.papers import content_of, papers_of
from services.settings import Settings
from tests.services.documents import files
from tests.services.documents.files import pdf_of, written
from tests.system import System

BODY, ZONE = "wanzhou-etdz-committee", "wanzhou-etdz"
OVERLAPPING_PARK = "demonstration-overlap-park"
OVERLAPPING = f"{OVERLAPPING_PARK}--1"


def test_every_paper_of_the_scenario_is_there_and_is_a_pdf_that_says_what_it_is(system: System, tmp_path: Path) -> None:
    papers = papers_of(first_batch())
    assert len(papers) > 100
    listed = {each["sha256"]: each for each in system.json("document", "list")}
    for digest, paper in papers.items():
        assert (listed[digest]["size"], listed[digest]["media_type"]) == (paper.size, "application/pdf")
        assert "演示" in listed[digest]["name"]
    digest, paper = next(iter(papers.items()))
    system.say("document", "get", digest, "--out", str(tmp_path / "out.pdf"))
    content = (tmp_path / "out.pdf").read_bytes()
    assert content == content_of(paper.name)
    assert "演示文件".encode("utf-16-be").hex().encode() in content


def test_a_file_is_put_named_in_a_command_and_got_back(system: System, tmp_path: Path) -> None:
    file = pdf_of(tmp_path / "建设方案第二版（演示）.pdf", 1_000_000)
    plan = {"summary": "第二版（演示）", "documents": [{**printed(file), "sha256": "0" * 64}]}
    who = ("--entity", ZONE, "--official", sender(BODY).official)
    send = ("send", BODY, "zone", "file-construction-plan", *who, "--json")
    refused = json.loads(system.say(*send, json.dumps(plan), code=2).stdout)
    assert (refused["rule"], refused["field"]) == ("document-stored-first", "data.documents.0")
    done = system.say("document", "put", str(file))
    document = json.loads(done.stdout)
    assert document == printed(file)
    assert "已存入材料库" in done.stderr
    plan["documents"] = [document]
    assert json.loads(system.say(*send, json.dumps(plan)).stdout)["outcome"] == "accepted"
    assert "不重复存储" in system.say("document", "put", str(file)).stderr
    got = system.json("document", "get", document["sha256"], "--out", str(tmp_path / "back.pdf"))
    assert (got["sha256"], got["file"]) == (document["sha256"], str(tmp_path / "back.pdf"))
    assert (tmp_path / "back.pdf").read_bytes() == file.read_bytes()
    (verified,) = system.json("document", "verify", document["sha256"])
    assert verified["sound"] is True


def printed(file: Path) -> dict[str, object]:
    content = file.read_bytes()
    digest = sha256(content).hexdigest()
    return {"name": file.name, "sha256": digest, "size": len(content), "media_type": "application/pdf"}


def test_everything_that_events_name_is_there_and_whole(system: System) -> None:
    rows = system.json("document", "verify", "--all")
    assert len(rows) > 100
    assert all(row["sound"] for row in rows)


@pytest.mark.parametrize(
    ("name", "content", "options", "rule", "told"),
    [
        ("合同.pdf", files.WINDOWS_PROGRAM, (), "document-is-a-program", "程序"),
        ("合同.pdf", files.CHINESE.encode(), (), "document-is-another-kind", "纯文本"),
        ("合同", files.PDF, ("--media-type", "image/png"), "document-is-another-kind", "PDF"),
        ("合同.pdf", b"", (), "document-empty", "空"),
        ("合同", b"\0\1\2\3", (), "document-of-unknown-kind", "OFD"),
    ],
    ids=["program", "name", "media type", "empty", "unknown"],
)
def test_what_may_not_be_attached_is_refused_in_words_before_it_is_stored(
    system: System, tmp_path: Path, name: str, content: bytes, options: tuple[str, ...], rule: str, told: str
) -> None:
    done = system.say("document", "put", str(written(tmp_path, name, content)), *options, code=2)
    assert rule in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("get", "0" * 64), 1, "document list"),
        (("verify", "0" * 64), 1, "document list"),
        (("verify",), 64, "--all"),
        (("verify", "0" * 64, "--all"), 64, "--all"),
        (("put", "/does/not/exist.pdf"), 1, "No such file"),
    ],
    ids=["get", "verify", "nothing", "both", "no file"],
)
def test_what_cannot_be_done_says_why_and_what_to_do(
    system: System, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = system.say("document", *arguments, code=code)
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_survey_of_an_application_gives_figures_and_a_sentence_to_cite(system: System) -> None:
    report = system.json("application", "survey", "chongqing-hightech--1")
    assert Decimal(report["declared"]) == Decimal("74.3")
    assert abs(Decimal(report["deviation"])) < 1
    assert report["within_tolerance"] is True
    assert report["overlaps"] == []
    shown = system.say("application", "survey", "chongqing-hightech--1")
    assert report["citation"]["zh"] in shown.stdout
    assert "演示数据" in shown.stderr
    english = system.say("application", "survey", "chongqing-hightech--1", "--lang", "en")
    assert report["citation"]["en"] in english.stdout


def test_an_overlap_with_a_living_zone_is_reported_and_drawn(system: System, tmp_path: Path) -> None:
    """A second park that does not exist applies for the ground of a zone; no other test knows of it."""
    park = system.json("application", "show", "demonstration-park--1")
    zone = system.json("zone", "show", "fuling-hightech")
    content = [
        {"content": each, "summary": "演示", "documents": [json.loads(system.say("document", "put", file).stdout)]}
        for each, file in (
            (each, str(written(tmp_path, f"{each}.pdf", files.PDF)))
            for each in (
                "platform-and-location",
                "leadership-and-mechanism",
                "industry-and-openness",
                "replication-and-cases",
            )
        )
    ]
    fields = ("name_zh", "name_en", "kind", "level", "district", "sections", "industries")
    filing = {**{name: park[name] for name in fields}, "boundary": zone["boundary"], "contents": content}
    applicant = park["applicant"]
    platform = {"id": OVERLAPPING_PARK, **{name: park[name] for name in ("name_zh", "name_en", "kind", "level")}}
    office = {"org": "office", "official": sender("office").official}
    system.send("organisation.assign-platform", applicant, {"platform": platform}, **office)
    system.send("application.file", OVERLAPPING, filing, org=applicant, official=sender(applicant).official)
    drawn = tmp_path / "map.geojson"
    report = system.json("application", "survey", OVERLAPPING, "--geojson", str(drawn))
    (overlap,) = report["overlaps"]
    assert (overlap["zone"], overlap["share"]) == ("fuling-hightech", "100.00")
    assert "涪陵高新技术产业开发区" in report["citation"]["zh"]
    features = json.loads(drawn.read_text("utf-8"))["features"]
    assert [feature["properties"]["role"] for feature in features] == ["application", "zone", "overlap"]
    table = system.say("application", "survey", OVERLAPPING).stdout
    assert overlap["km2"] in table
    shown = system.json("application", "show", OVERLAPPING)
    assert shown["survey"]["overlaps"] == [overlap]
    assert report["citation"]["zh"] in system.say("application", "show", OVERLAPPING).stdout


def test_the_survey_can_be_asked_for_as_of_a_date(system: System) -> None:
    as_of = ("--as-of", "2021-12-31")
    assert system.json("application", "survey", "wanzhou-etdz--1", *as_of)["overlaps"] == []
    done = system.say("application", "survey", "dazu-hightech--1", *as_of, code=1)
    assert "dazu-hightech--1" in done.stderr


def test_a_document_never_takes_the_last_room_that_the_log_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, size = tmp_path / "nats" / "store", 1_000_000
    there_is_room(Settings(data=tmp_path), size)  # the store is elsewhere: its server will say
    store.mkdir(parents=True)
    room = Room(taken=0, free=LEFT_TO_THE_LOG + size, reserve=0)
    monkeypatch.setattr(Room, "of", lambda _folder: room)
    there_is_room(Settings(data=tmp_path), size)
    with pytest.raises(Failure) as refused:
        there_is_room(Settings(data=tmp_path), size + 1)
    text = refused.value.text()
    assert str(size + 1) in text.zh
    assert "腾出" in text.advice_zh
