"""What is said of an experience (改革试点经验): its level, its domain, its entry in the catalogue. 三(二)"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import EntityId, Name, OrgId, Ref, Text, Value
from domain.values import Instrument

ExperienceId = Annotated[EntityId, Ref("experience")]
TrialId = Annotated[EntityId, Ref("trial")]
Batch = Annotated[int, Field(ge=1, le=100)]
"""第几批, from 1."""


class Level(StrEnum):
    """国家层面各批次改革试点经验, 最佳实践案例, 重庆自贸试验区自主创新成果. 三(二)"""

    NATIONAL_BATCH = "national-batch"
    BEST_PRACTICE = "national-best-practice"
    CHONGQING = "chongqing"


class ReformDomain(StrEnum):
    """政府职能转变, 投资管理, 贸易便利化, 金融创新与开放, 综合监管. 三(二)"""

    GOVERNMENT_FUNCTIONS = "government-functions"
    INVESTMENT = "investment-management"
    TRADE = "trade-facilitation"
    FINANCE = "financial-innovation"
    SUPERVISION = "comprehensive-supervision"


class Innovation(Value):
    """What is to be learnt: its title, its gist, its domain, the paper that says so, and who leads its replication."""

    title_zh: Name
    title_en: Name
    summary: Text
    domain: ReformDomain
    source: Instrument
    lead_department: OrgId


class Entry(Innovation):
    """An entry of the catalogue; `batch` is given for the national levels, where the State Council counts them."""

    level: Level
    batch: Batch | None = None
