"""What a call of the command line can name, in a file of its own: `--help` imports nothing else."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Which ledger a file holds."""

    ORGANISATIONS = "organisations"
    EXPERIENCES = "experiences"
    POWER_ITEMS = "power-items"
    LEADS = "leads"
    INDICATORS = "indicators"


class Format(StrEnum):
    """What a template is written as."""

    XLSX = "xlsx"
    CSV = "csv"
