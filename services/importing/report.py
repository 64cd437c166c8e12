"""What an import came to, for a program and for a table."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.importing.problems import Place

if TYPE_CHECKING:
    from services.importing.checking import Checked
    from services.importing.columns import Path
    from services.importing.ledgers import Ledger
    from services.importing.opening import Opened
    from services.importing.rows import Sender
    from services.importing.sending import Tally, Turned


@dataclass(frozen=True, slots=True)
class Looked:
    """A ledger that was looked at: `began` is when, by the clock that measures durations."""

    ledger: Ledger
    file: Opened
    sender: Sender
    checked: Checked
    began: float

    def report(self, tally: Tally | None = None) -> Report:
        """What has come of it by now."""
        return Report(self.ledger, self.file, self.sender, self.checked, tally, time.perf_counter() - self.began)


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the file, what was found in its cells, and, where it was sent, what became of its rows."""

    ledger: Ledger
    file: Opened
    sender: Sender
    checked: Checked
    tally: Tally | None
    seconds: float

    @property
    def rate(self) -> float:
        """Rows a second, from the opening of the file to the last answer."""
        return self.checked.rows / max(self.seconds, 1e-9)

    def as_json(self) -> dict[str, object]:
        """All of it. Lists are cut off at some length; the counts beside them are whole."""
        sent: dict[str, object] = {}
        if self.tally is not None:
            sent = {
                "accepted": self.tally.accepted,
                "repeated": self.tally.repeated,
                "refused": self.tally.refused,
                "refusals": [refused_row(self, each) for each in self.tally.turned],
                "position": self.tally.last,
            }
        return {
            "ledger": self.ledger.kind,
            "sha256": self.file.sha256,
            "org": self.sender.org,
            "actor": self.sender.official,
            "correlation": str(self.sender.correlation),
            "dry_run": self.tally is None,
            "rows": self.checked.rows,
            "problems": self.checked.found,
            "cells": [problem.as_json() for problem in self.checked.problems],
            **sent,
            "seconds": round(self.seconds, 3),
            "rows_per_s": round(self.rate, 1),
        }


def refused_row(report: Report, turned: Turned) -> dict[str, object]:
    """A row that was refused: its cell, where the refusal names a field, else its first."""
    refusal = turned.refusal
    column = report.ledger.column(_path(refusal.field)) if refusal.field else None
    place = report.checked.at.get(column.path, 0) if column else 0
    return {
        "row": turned.number,
        "cell": str(Place(turned.number, place)),
        "entity": turned.entity,
        "rule": refusal.rule,
        "clause": refusal.clause,
        "field": refusal.field,
        "message": refusal.message.model_dump(),
        "advice": refusal.advice.model_dump(),
    }


def _path(field: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in field.split("."))
