"""The measurement of an import is one: a real import on a real system, beside the same commands."""

from __future__ import annotations

import json

import pytest

from tests.system import said


def test_an_import_is_measured_beside_the_same_commands_in_the_same_run() -> None:
    done = said("bench", "import", "--rows", "60", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert (figures["rows"], figures["accepted"]) == (60, 60)
    assert figures["seconds"] == pytest.approx(figures["reading_s"] + figures["sending_s"], abs=0.002)
    assert figures["rows_per_s"] == pytest.approx(60 / figures["seconds"], rel=0.01)
    ratio = figures["rows_per_s"] / figures["commands_per_s"]
    assert figures["ratio_vs_commands"] == pytest.approx(ratio, rel=0.01)


def test_a_measurement_reads_as_a_table_too() -> None:
    done = said("bench", "import", "--rows", "20")
    assert done.returncode == 0, done.stderr
    assert "导入与直接发送之比" in done.stdout
