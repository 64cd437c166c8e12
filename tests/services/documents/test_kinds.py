"""What may be attached is told by what is in a file; a wrong claim about it, by name or by person, is refused."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from domain.kernel import Refused
from domain.values import LARGEST_DOCUMENT
from domain.vocabulary import TERMS, filled
from services.documents import detection, package
from services.documents.detection import ENDINGS
from services.documents.intake import Paper, taken_in
from tests.services.documents import files
from tests.services.documents.files import compound, office, written

SOUND: dict[str, tuple[bytes, str]] = {
    "a.pdf": (files.PDF, "application/pdf"),
    "a.ofd": (files.package("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    "a.png": (files.PNG, "image/png"),
    "a.jpg": (files.JPEG, "image/jpeg"),
    "a.jpeg": (files.JPEG, "image/jpeg"),
    "a.tif": (files.TIFF, "image/tiff"),
    "a.tiff": (b"MM\0*" + bytes(20), "image/tiff"),
    "a.docx": (office("word/document.xml"), ENDINGS[".docx"]),
    "a.xlsx": (office("xl/workbook.xml"), ENDINGS[".xlsx"]),
    "a.pptx": (office("ppt/presentation.xml"), ENDINGS[".pptx"]),
    "a.doc": (compound("WordDocument", "1Table"), "application/msword"),
    "a.xls": (compound("Workbook"), "application/vnd.ms-excel"),
    "a.txt": (files.CHINESE.encode(), "text/plain"),
    "a.csv": (files.TABLE.encode(), "text/csv"),
    "a.json": (b'{"zones": 11}', "application/json"),
    "a.geojson": (files.GEOJSON, "application/geo+json"),
    "a.zip": (files.package("readme.txt"), "application/zip"),
}


def look(folder: Path, name: str, content: bytes, media_type: str | None = None) -> Paper:
    return taken_in(written(folder, name, content), media_type=media_type)


def refused(folder: Path, name: str, content: bytes, media_type: str | None = None) -> Refused:
    with pytest.raises(Refused) as found:
        look(folder, name, content, media_type)
    assert all(filled(found.value.rule, found.value.details))
    assert found.value.clause == "系统约定 4"
    return found.value


@pytest.mark.parametrize("name", SOUND)
def test_every_kind_that_may_be_attached_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    content, media_type = SOUND[name]
    named, unnamed = look(tmp_path, name, content), look(tmp_path, "材料", content)
    assert named.document.media_type == unnamed.document.media_type == media_type
    assert (named.document.size, named.document.sha256) == (len(content), sha256(content).hexdigest())
    assert named.document.name == name


def test_every_ending_is_tried_above_and_has_a_word() -> None:
    assert {Path(name).suffix for name in SOUND} == set(ENDINGS)
    assert set(ENDINGS.values()) <= TERMS.keys()


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("program", [files.WINDOWS_PROGRAM, files.LINUX_PROGRAM, files.SCRIPT], ids=["MZ", "ELF", "sh"])
def test_a_program_is_refused_whatever_it_is_called(tmp_path: Path, name: str, program: bytes) -> None:
    assert refused(tmp_path, name, program).rule == "document-is-a-program"
    assert refused(tmp_path, name, program, "application/pdf").rule == "document-is-a-program"


@pytest.mark.parametrize(
    "content",
    [
        office("word/document.xml", "word/vbaProject.bin"),
        files.package("META-INF/MANIFEST.MF", "Main.class"),
        files.package("AndroidManifest.xml", "classes.dex"),
    ],
    ids=["macros", "jar", "apk"],
)
def test_a_package_that_can_be_run_is_a_program(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, "a.zip", content).rule == "document-is-a-program"


@pytest.mark.parametrize("claimed", sorted({name for name, (_, kind) in SOUND.items() if not kind.startswith("text")}))
def test_a_name_that_claims_another_kind_is_refused_with_both_kinds_in_words(tmp_path: Path, claimed: str) -> None:
    found = refused(tmp_path, claimed, files.CHINESE.encode())
    assert found.rule == "document-is-another-kind"
    text = filled(found.rule, found.details)
    assert TERMS[SOUND[claimed][1]].zh in text.zh
    assert TERMS["text/plain"].en in text.en


def test_a_media_type_that_differs_from_the_content_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, "材料", files.PDF, "image/png")
    assert (found.rule, found.details["claim"], found.details["content"]) == (
        "document-is-another-kind",
        "image/png",
        "application/pdf",
    )
    assert look(tmp_path, "材料", files.PDF, "application/pdf").document.media_type == "application/pdf"


def test_a_media_type_that_may_not_be_attached_is_no_excuse(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.html", b"<html>", "text/html").rule == "document-is-another-kind"


def test_a_word_document_is_no_mere_package(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.zip", office("word/document.xml")).rule == "document-is-another-kind"


def test_a_text_may_go_as_what_its_author_wants_of_what_it_is(tmp_path: Path) -> None:
    assert look(tmp_path, "a", files.TABLE.encode(), "text/plain").document.media_type == "text/plain"
    assert look(tmp_path, "a", files.GEOJSON, "application/json").document.media_type == "application/json"
    assert refused(tmp_path, "a", b'{"zones": 11}', "application/geo+json").rule == "document-is-another-kind"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_in_utf_8_or_in_gb18030(tmp_path: Path, encoding: str) -> None:
    assert look(tmp_path, "a.txt", (files.CHINESE * 9000).encode(encoding)).document.media_type == "text/plain"
    assert look(tmp_path, "a.csv", files.TABLE.encode(encoding)).media_types[0] == "text/csv"
    table = ",".join("甲乙丙") + "\n"
    assert look(tmp_path, "a", (table * 2000).encode(encoding)).media_types[0] == "text/csv"


@pytest.mark.parametrize("encoding", ["utf-16", "big5hkscs"])
def test_a_text_in_another_encoding_is_of_no_known_kind(tmp_path: Path, encoding: str) -> None:
    content = ("﹝測試﹞臺灣" * 50).encode(encoding) + b"\x80\xff"
    assert refused(tmp_path, "a.txt", content).rule == "document-of-unknown-kind"


def test_a_text_is_read_to_its_end(tmp_path: Path) -> None:
    long = files.CHINESE.encode() * 20_000
    assert refused(tmp_path, "a.txt", long + b"\0").rule == "document-of-unknown-kind"
    assert refused(tmp_path, "a.txt", long + "重".encode()[:1]).rule == "document-of-unknown-kind"


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + bytes(40),
        b"PK\x03\x04" + bytes(200),
        files.package("a.txt")[:-30],
        office("word/document.xml")[:-200],
        compound("EncryptedPackage"),
        compound("PowerPoint Document"),
        compound("WordDocument")[:600],
        compound("WordDocument")[:512],
        compound("WordDocument")[:48] + b"\xff\x0f\0\0" + compound("WordDocument")[52:],
        bytes(100),
    ],
    ids=["gif", "no-zip", "cut-zip", "cut-docx", "encrypted", "ppt", "cut-doc", "doc-header", "astray", "zeros"],
)
def test_what_is_of_no_kind_or_not_whole_is_refused_with_the_kinds_there_are(tmp_path: Path, content: bytes) -> None:
    found = refused(tmp_path, "a.pdf", content)
    assert found.rule == "document-of-unknown-kind"
    assert "OFD" in filled(found.rule, found.details).advice_zh


@pytest.mark.parametrize("sector", [512, 4096])
def test_a_directory_of_many_sectors_is_followed_through_the_table(tmp_path: Path, sector: int) -> None:
    content = compound(*(f"stream {number}" for number in range(60)), "Book", sector=sector, first=3)
    assert look(tmp_path, "a.xls", content).document.media_type == "application/vnd.ms-excel"


def test_a_directory_that_leads_in_a_circle_is_left(tmp_path: Path) -> None:
    content = bytearray(compound("nothing"))
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    assert refused(tmp_path, "a.doc", bytes(content)).rule == "document-of-unknown-kind"


def test_a_package_with_an_endless_table_of_contents_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "LARGEST_DIRECTORY", 100)
    content = office("word/document.xml")
    assert look(tmp_path, "a.zip", content).document.media_type == "application/zip"
    assert refused(tmp_path, "a.docx", content).rule == "document-is-another-kind"


def test_json_is_parsed_only_where_that_takes_no_memory_to_speak_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detection, "LARGEST_JSON", 10)
    assert look(tmp_path, "a", files.GEOJSON).media_types[0] == "text/plain"
    assert refused(tmp_path, "a.geojson", files.GEOJSON).rule == "document-is-another-kind"


def test_what_only_looks_like_json_is_plain_text(tmp_path: Path) -> None:
    assert look(tmp_path, "a", b'{"zones": ').media_types[0] == "text/plain"
    assert refused(tmp_path, "a.json", b'{"zones": ').rule == "document-is-another-kind"


def test_a_text_that_begins_like_a_program_is_a_text(tmp_path: Path) -> None:
    assert look(tmp_path, "a.txt", "MZ 园区简介".encode()).document.media_type == "text/plain"


def test_an_empty_file_is_no_document(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.pdf", b"").rule == "document-empty"


def test_a_file_of_200_mb_is_taken_and_one_of_a_byte_more_is_not(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", files.PDF)
    with path.open("r+b") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    with pytest.raises(Refused) as found:
        taken_in(path)
    assert (found.value.rule, found.value.details["limit"]) == ("document-too-large", LARGEST_DOCUMENT)
    with path.open("r+b") as file:
        file.truncate(LARGEST_DOCUMENT)
    assert taken_in(path).document.size == LARGEST_DOCUMENT
