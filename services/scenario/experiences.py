"""The catalogue of experience, and its replication by every zone: 首要任务. 三(二)

Three titles are public, with what was reported of them; the two national batches, their numbers among them, the lead
departments and every replication are invented.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from domain.experience import Catalogue, Supersede
from domain.experience_values import Level, ReformDomain
from domain.values import Instrument, InstrumentKind
from domain.vocabulary import term
from services.scenario.cast import GOVERNMENT, members, paper_of, sender
from services.scenario.facts import ExperienceFacts, facts
from services.scenario.invention import MARK
from services.scenario.steps import Case, Step

PUBLIC = {
    "铁路提单国际信用证": (
        "rail-bill-credit",
        "International letters of credit on railway bills of lading",
        "commerce",
    ),
    "铁路运输单证金融服务试点": ("rail-document-finance", "Pilot of financing on rail transport documents", "commerce"),
    "西部陆海新通道多式联运“一单制”": (
        "one-document",
        "One document for multimodal transport on the New Western Land-Sea Corridor",
        "transport",
    ),
}
"""The public experience by title: its id, its title in English, the department that leads it here."""

CATALOGUED = date(2023, 8, 7)
"""The public ones, after the report that speaks of them."""
FIRST_BATCH, SECOND_BATCH = date(2022, 2, 14), date(2023, 2, 20)
SUPERSEDED = date(2023, 3, 6)


class Idea(NamedTuple):
    """An invented experience of a national batch."""

    id: str
    zh: str
    en: str
    domain: ReformDomain
    department: str
    batch: int
    level: Level = Level.NATIONAL_BATCH

    @property
    def catalogued(self) -> date:
        """When its batch came out."""
        return FIRST_BATCH if self.batch == 1 else SECOND_BATCH


ONE_DOOR = Idea(
    "company-start-one-door",
    "企业开办一窗通办",
    "Starting a company at one counter",
    ReformDomain.GOVERNMENT_FUNCTIONS,
    "market-regulation",
    1,
)
ONE_MATTER = Idea(
    "company-start-one-matter",
    "企业开办一件事一次办",
    "Starting a company as one matter",
    ReformDomain.GOVERNMENT_FUNCTIONS,
    "market-regulation",
    2,
)
IDEAS = (
    ONE_DOOR,
    Idea(
        "investment-by-promise",
        "投资项目告知承诺备案",
        "Filing of investment on a written promise",
        ReformDomain.INVESTMENT,
        "development-reform",
        1,
    ),
    Idea(
        "two-step-declaration", "进口货物两步申报", "Import declaration in two steps", ReformDomain.TRADE, "customs", 1
    ),
    ONE_MATTER,
    Idea(
        "returns-warehouse",
        "跨境电商退货中心仓",
        "Central warehouse for returned e-commerce goods",
        ReformDomain.TRADE,
        "customs",
        2,
    ),
    Idea(
        "graded-supervision",
        "企业信用分级监管",
        "Supervision graded by credit",
        ReformDomain.SUPERVISION,
        "market-regulation",
        2,
        Level.BEST_PRACTICE,
    ),
)


def departments() -> dict[str, str]:
    """Every experience that is entered by hand, and the department that leads its replication."""
    public = {experience: department for experience, _, department in PUBLIC.values()}
    return {idea.id: idea.department for idea in IDEAS} | public


def catalogue() -> list[Case]:
    """Two national batches, and what is public of Chongqing's own."""
    return [*(_national(idea) for idea in IDEAS), *(_public(each) for each in facts().public_experience)]


def superseded() -> list[Case]:
    """One of the first batch gives way to one of the second; it comes after all that replicates it."""
    command = Supersede(superseded_by=ONE_MATTER.id, reason="由第二批经验替代（演示）")
    return [Case(f"superseded/{ONE_DOOR.id}", (Step(sender(ONE_DOOR.department), ONE_DOOR.id, SUPERSEDED, command),))]


def _national(idea: Idea) -> Case:
    command = Catalogue(
        title_zh=f"{idea.zh}（{MARK}）",
        title_en=f"{idea.en} (demonstration)",
        summary=f"{MARK}数据：{idea.zh}的主要做法",
        domain=idea.domain,
        source=paper_of(idea.department, f"第{'一二'[idea.batch - 1]}批经验 {idea.zh}", idea.catalogued),
        lead_department=idea.department,
        level=idea.level,
        batch=idea.batch,
    )
    return Case(f"experience/{idea.id}", (Step(sender(idea.department), idea.id, idea.catalogued, command),))


def _public(each: ExperienceFacts) -> Case:
    experience, en, department = PUBLIC[each.title]
    report = facts().public_experience[0].source
    command = Catalogue(
        title_zh=each.title,
        title_en=en,
        summary=each.fact,
        domain=next(domain for domain in ReformDomain if term(domain.value).zh == each.domain),
        source=Instrument(
            issuer=members()[GOVERNMENT].zh,
            kind=InstrumentKind.ANNOUNCEMENT,
            number=report,
            date=date.fromisoformat(report.rpartition(", ")[2]),
        ),
        lead_department=department,
        level=Level(each.level),
    )
    return Case(f"experience/{experience}", (Step(sender(department), experience, CATALOGUED, command),))
