"""A template offers what the command asks for, and what is filled into it comes out as it was meant."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic_core import to_json

from domain.catalogue import DECIDERS
from domain.kernel import Refused
from domain.values import FEN_PER_WAN, Industry
from domain.vocabulary import term
from services.commands.door import understand
from services.importing.cells import ERRORS
from services.importing.hints import hint
from services.importing.kinds import Format, Kind
from services.importing.ledgers import ledger_of
from services.importing.template import example, heads, write
from tests.services.importing.ledgers import ORG, data, found, messages, sound, table, texts, workbook

KINDS = pytest.mark.parametrize("kind", list(Kind))
TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=60)
    .map(str.strip)
    .filter(lambda text: text and not text.startswith("=") and text not in ERRORS)
    # Excel writes a character that XML cannot hold as _xHHHH_, and reads that back as the character.
    .filter(lambda text: "_x" not in text)
)


@KINDS
def test_a_template_has_a_column_for_every_field_that_the_command_needs(kind: Kind) -> None:
    ledger = ledger_of(kind)
    reached = {column.path[1] for column in ledger.columns if column.path[0] == "data"}
    needed = {name for name, field in ledger.command.model_fields.items() if field.is_required()}
    assert needed <= reached
    assert ledger.category in DECIDERS
    assert len(set(heads(kind))) == len(ledger.columns)


@KINDS
def test_a_template_has_chinese_heads_drop_downs_and_a_note_on_each_column(kind: Kind, tmp_path: Path) -> None:
    write(kind, tmp_path / "t.xlsx", Format.XLSX)
    book = load_workbook(tmp_path / "t.xlsx")
    sheet, choices = book[term(f"import.{kind}").zh], book["选项"]
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    for column, cell in zip(ledger_of(kind).columns, sheet[1], strict=True):
        assert cell.value == column.head.zh
        assert cell.comment is not None
        assert hint(column).zh in cell.comment.text
        below = f"{cell.column_letter}2:{cell.column_letter}100001"
        words = [each.zh for each in column.choices.values()] or (["是", "否"] if column.form == "yes-no" else [])
        assert (below in offered) == bool(words)
        if words:
            _, _, place = str(offered[below]).partition("!")
            assert [row[0].value for row in choices[place.replace("$", "")]] == words


@KINDS
def test_the_example_of_a_template_is_sound_and_can_be_sent(kind: Kind, tmp_path: Path) -> None:
    write(kind, tmp_path / "t.xlsx", Format.XLSX)
    shown = [cell.value or None for cell in load_workbook(tmp_path / "t.xlsx")["示例"][2]]
    assert shown == [value or None for value in example(kind)]
    from_workbook = messages(kind, workbook(kind, tmp_path, shown))
    from_table = messages(kind, table(kind, tmp_path, shown))
    for message in (*from_workbook, *from_table):
        understood = understand(f"cmd.{ORG}.{ledger_of(kind).command.name}", to_json(message))
        assert getattr(understood, "command", None) is not None, understood
    alike = [{**each, "official": "", "correlation": ""} for each in (*from_workbook, *from_table)]
    assert alike[0] == alike[1]


@KINDS
def test_an_empty_template_is_not_taken_for_a_ledger_and_its_example_never_imported(kind: Kind, tmp_path: Path) -> None:
    write(kind, tmp_path / "t.xlsx", Format.XLSX)
    with pytest.raises(Refused) as refused:
        found(kind, tmp_path / "t.xlsx")
    assert refused.value.rule == "import-empty"


def test_a_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("半年的心血")
    with pytest.raises(FileExistsError):
        write(Kind.LEADS, tmp_path / "t.xlsx", Format.XLSX)
    assert (tmp_path / "t.xlsx").read_text() == "半年的心血"


DAYS = st.dates(date(2017, 4, 1), date(2026, 11, 25))
LEADS = st.fixed_dictionaries(
    {
        "investor": TEXTS,
        "summary": TEXTS,
        "industry": st.sampled_from(Industry),
        "wan": st.decimals(0, 10**9, places=2),
        "land": st.none() | st.decimals(0, 10**6, places=2),
        "effective": DAYS,
        "written": st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "date", "datetime"]),
    }
)


@settings(max_examples=10)  # of up to forty rows: a workbook takes a while
@given(leads=st.lists(LEADS, min_size=1, max_size=40), kind=st.sampled_from(Format))
def test_what_is_filled_into_a_template_comes_out_as_it_was_meant(leads: list[dict[str, Any]], kind: Format) -> None:
    rows = [typed(number, lead, as_numbers=kind is Format.XLSX) for number, lead in enumerate(leads)]
    with TemporaryDirectory() as folder:
        fill = workbook if kind is Format.XLSX else table
        sent = messages(Kind.LEADS, fill(Kind.LEADS, Path(folder), *rows))
    for lead, message in zip(leads, sent, strict=True):
        fields: Any = data(message)
        assert message["effective"] == lead["effective"].isoformat()
        assert (fields["investor"]["name"], fields["summary"]) == (lead["investor"], lead["summary"])
        assert (fields["industry"], fields["investment"]) == (lead["industry"], int(lead["wan"] * FEN_PER_WAN))
        assert (None if lead["land"] is None else Decimal(str(fields["land"]))) == lead["land"]


def typed(number: int, lead: dict[str, Any], *, as_numbers: bool) -> list[object]:
    """A lead as somebody types it: a spreadsheet keeps numbers as floats and days as instants."""
    day: object = lead["effective"]
    if "%" in lead["written"]:
        day = lead["effective"].strftime(lead["written"])
    elif lead["written"] == "datetime":
        day = datetime.combine(lead["effective"], time())
    amount: object = float(lead["wan"]) if as_numbers else f"{lead['wan']:,}"
    words = {"C": lead["investor"], "F": lead["summary"], "G": term(lead["industry"]).zh}
    return sound(Kind.LEADS, number, B=day, H=amount, I=lead["land"], **words)


def test_columns_may_stand_in_any_order_under_heads_of_either_language(tmp_path: Path) -> None:
    columns = list(reversed(ledger_of(Kind.POWER_ITEMS).columns))
    row = list(reversed(sound(Kind.POWER_ITEMS)))
    turned = messages(Kind.POWER_ITEMS, texts(tmp_path, [[column.head.en for column in columns], row]))
    straight = messages(Kind.POWER_ITEMS, table(Kind.POWER_ITEMS, tmp_path, sound(Kind.POWER_ITEMS)))
    assert [data(each) for each in turned] == [data(each) for each in straight]
