"""One invented row of each ledger, for the sheet of examples in its template: by the column's path."""

from __future__ import annotations

from collections.abc import Mapping

from services.importing.kinds import Kind

_SOURCE = {
    "source.issuer": "某市级部门（演示）",
    "source.kind": "notice",
    "source.number": "演示〔2021〕1号",
    "source.date": "2021-11-02",
}

EXAMPLES: Mapping[Kind, Mapping[str, str]] = {
    Kind.ORGANISATIONS: {
        "entity": "demonstration-committee",
        "effective": "2021-11-02",
        "name_zh": "演示开放平台管理委员会",
        "name_en": "Demonstration Platform Committee",
        "role": "committee",
        "platforms.0.id": "demonstration-platform",
        "platforms.0.name_zh": "演示高新技术产业开发区",
        "platforms.0.name_en": "Demonstration High-tech Zone",
        "platforms.0.kind": "high-tech-zone",
        "platforms.0.level": "national",
        "officials": "张三（演示）、李四（演示）",
    },
    Kind.EXPERIENCES: {
        "entity": "demonstration-experience",
        "effective": "2021-11-02",
        "title_zh": "演示经验：一窗通办",
        "title_en": "Demonstration: one window for everything",
        "summary": "企业开办各环节并联办理（演示）。",
        "domain": "government-functions",
        **_SOURCE,
        "lead_department": "demonstration-department",
        "level": "national-batch",
        "batch": "6",
    },
    Kind.POWER_ITEMS: {
        "entity": "demonstration-power-item",
        "effective": "2021-11-02",
        "code": "演示-001",
        "name_zh": "演示许可事项",
        "name_en": "Demonstration licence",
        "kind": "licence",
        "legal_basis": "《演示条例》第一条",
        "holder": "demonstration-department",
        "delegable": "是",
    },
    Kind.LEADS: {
        "entity": "demonstration-lead",
        "effective": "2021-11-02",
        "investor.name": "演示投资方有限公司",
        "investor.credit_code": "91350100M000100Y43",
        "project": "演示项目：智能装备生产基地",
        "summary": "年产一万台套（演示）。",
        "industry": "high-end-equipment",
        "investment": "12000.5",
        "land": "120.5",
        "energy": "300",
        "output": "30000",
        "tax": "1500",
        "location": "两江新区",
        "help": "需要协调用地指标",
        "visibility.audience": "all-zones",
    },
    Kind.INDICATORS: {
        "entity.0": "demonstration-zone",
        "entity.1": "2022-q1",
        "effective": "2022-04-15",
        "figures.0.indicator": "imports",
        "figures.0.value": "1234.56",
        "figures.0.unit": "import.unit.wan-cny",
        "figures.0.data_source": "海关统计（演示）",
        "figures.0.confidential": "否",
    },
}
"""Choices by their key, so that the template shows the word that the drop-down offers."""
