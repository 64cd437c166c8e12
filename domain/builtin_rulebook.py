"""The built-in rulebook: illustrative, because the plan names no indicators. An office publishes its own in its place.

The figures are defaults that any published version changes; every page that uses this one says that it is illustrative.
"""

from __future__ import annotations

from datetime import date

from domain.values import Indicator, Parameters, Rubric, Rulebook

MAXIMUM = 10


def _line(code: str, weight: int, zh: str, en: str, asks: tuple[str, str], *, hard: bool = False) -> Indicator:
    """One indicator, scored from 0 to 10; `asks` is what the expert looks at, in both languages."""
    return Indicator(
        code=code,
        name_zh=zh,
        name_en=en,
        weight=weight,
        maximum=MAXIMUM,
        guidance_zh=asks[0],
        guidance_en=asks[1],
        hard=hard,
    )


ADMISSION = Rubric(
    indicators=(
        _line(
            "platform-foundation",
            10,
            "平台基础",
            "Foundation of the platform",
            (
                "依托市级及以上开放平台的能级与区位优势。二(一)1、二(二)1",
                "Standing and location of the platform it is built on. 二(一)1, 二(二)1",
            ),
        ),
        _line(
            "boundary-and-body",
            10,
            "四至范围与管理机构",
            "Boundary and governing body",
            ("四至范围明确,管理机构独立健全。二(一)2", "A clear boundary and a sound body of its own. 二(一)2"),
            hard=True,
        ),
        _line(
            "leadership",
            10,
            "领导体制与工作机制",
            "Leadership and working mechanism",
            ("联动创新区的领导体制、工作机制与人员保障。二(二)2", "Who leads, how the work runs, who does it. 二(二)2"),
        ),
        _line(
            "openness",
            12,
            "开放型经济水平",
            "Level of the open economy",
            (
                "对外贸易、利用外资和对外投资合作情况。二(二)3",
                "Foreign trade, use of foreign capital, outbound investment. 二(二)3",
            ),
        ),
        _line(
            "regional-drive",
            10,
            "区域协调与辐射带动",
            "Regional coordination and reach",
            (
                "符合区域协调发展要求,辐射带动作用大。二(一)3",
                "Fits regional development and carries others along. 二(一)3",
            ),
        ),
        _line(
            "innovation-capacity",
            10,
            "创新能力",
            "Capacity to innovate",
            ("体制机制活、创新能力强。二(一)3", "Flexible institutions and a strong capacity to innovate. 二(一)3"),
        ),
        _line(
            "replication-record",
            14,
            "复制推广成效",
            "Record of replication",
            (
                "复制全国及重庆自贸试验区创新成果情况。二(一)4、二(二)4",
                "What it has replicated of national and Chongqing experience. 二(一)4, 二(二)4",
            ),
        ),
        _line(
            "own-reforms",
            8,
            "自主改革案例",
            "Reforms of its own",
            ("自身推出的有影响力的改革经验、典型案例。二(二)4", "Influential reforms and cases of its own. 二(二)4"),
        ),
        _line(
            "industry-linkage",
            10,
            "产业联动方向",
            "Direction of industry linkage",
            (
                "与自贸试验区相关片区联动发展的产业方向。二(一)5",
                "Industries to develop together with FTZ sections. 二(一)5",
            ),
        ),
        _line(
            "risk-control",
            6,
            "风险防控",
            "Risk control",
            (
                "承接权限、开展试验的风险防控能力。三(一)、三(三)",
                "Ability to control the risks of delegated powers and trials. 三(一), 三(三)",
            ),
            hard=True,
        ),
    )
)

EVALUATION = Rubric(
    indicators=(
        _line(
            "replication",
            20,
            "复制推广改革经验",
            "Replication of experience",
            (
                "首要任务:全面推广自贸试验区改革经验。三(二)",
                "The first task: replicating the FTZ's experience in full. 三(二)",
            ),
            hard=True,
        ),
        _line(
            "delegated-powers",
            12,
            "权限承接与运行",
            "Delegated powers in use",
            ("下放权力事项接得住、管得好。三(一)", "Delegated powers taken up and well exercised. 三(一)"),
        ),
        _line(
            "policy-coordination",
            8,
            "政策协同",
            "Policy coordination",
            (
                "自贸试验区改革政策适用与配套举措。三(一)、四(二)",
                "FTZ policies extended, and measures in support. 三(一), 四(二)",
            ),
        ),
        _line(
            "linked-trials",
            14,
            "联动试验与创新",
            "Linked trials and innovation",
            ("跨区域、跨部门、跨层级的改革创新成果。三(三)", "Results across regions, departments and levels. 三(三)"),
        ),
        _line(
            "joint-investment",
            14,
            "区域联合招商",
            "Joint investment promotion",
            ("招商信息互通共享与项目落地。三(四)", "Leads shared, projects landed. 三(四)"),
        ),
        _line(
            "open-industries",
            12,
            "现代开放产业体系",
            "Open modern industries",
            ("产业集聚、产业链条与外贸发展。三(五)", "Clusters, chains and foreign trade. 三(五)"),
        ),
        _line(
            "connectivity",
            8,
            "互联互通",
            "Connectivity",
            ("通道、口岸与多式联运建设。三(六)", "Corridors, ports and multimodal transport. 三(六)"),
        ),
        _line(
            "organisation",
            6,
            "组织实施",
            "Organisation",
            ("建设方案的组织实施与协调机制。四(一)", "The construction plan carried out, matters coordinated. 四(一)"),
        ),
        _line(
            "publicity",
            6,
            "宣传引导",
            "Publicity",
            ("经验交流、典型案例与宣传推介。四(五)", "Exchange of experience, cases, publicity. 四(五)"),
        ),
    )
)

ILLUSTRATIVE = Rulebook(
    version="illustrative-1",
    effective=date(2021, 4, 13),
    parameters=Parameters(),
    admission=ADMISSION,
    evaluation=EVALUATION,
    illustrative=True,
)
"""In force from the day of the plan until the office publishes its own. 四(三)"""
