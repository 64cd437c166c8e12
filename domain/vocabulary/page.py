"""Words of the first page: what stands around the zones, and what says how fresh and how sound they are."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "page.title": Term("自贸试验区联动创新区", "Linked Innovation Zones"),
    "page.system": Term("联动", "Liandong"),
    "page.caption": Term("联动创新区名录", "Register of the zones"),
    "page.skip": Term("跳到名录", "Skip to the register"),
    "page.column.zone": Term("联动创新区", "Zone"),
    "page.column.status": Term("状态", "Status"),
    "page.column.since": Term("此状态起于", "Since"),
    "page.column.established": Term("挂牌日期", "Plaque unveiled"),
    "page.column.body": Term("管理机构", "Governing body"),
    "page.column.district": Term("所在区县", "District"),
    "page.column.position": Term("记录位次", "Position in the log"),
    "page.none": Term("尚无联动创新区挂牌。", "No plaque has been unveiled yet."),
    "page.unknown": Term("—", "—"),
    "page.count": Term("共 {count} 个联动创新区", "{count} zones"),
    "page.position": Term("数据截至记录第 {position} 位", "Drawn from position {position} of the log"),
    "page.lag": Term("，其后还有 {lag} 条记录尚未反映", ", {lag} later records not yet shown"),
    "page.current": Term("，已是最新", ", which is the latest"),
    "page.lag-unknown": Term("，暂时无法得知是否最新", "; whether it is the latest cannot be told just now"),
    "page.refresh": Term("刷新", "Refresh"),
    "page.live": Term("名录随记录自动更新。", "The register renews itself as events are recorded."),
    "page.demonstration": Term(
        "演示数据：除公开事实外，本页机构经办人、日期、四至与状态均为虚构。",
        "Demonstration data: beyond the public facts, officials, dates, boundaries and statuses on this page are invented.",
    ),
    "page.demonstration.mark": Term("演示", "demo"),
    "page.stopped": Term(
        "此视图已停止更新：停在记录第 {position} 位（{type}）。以下为停止前的数据，可能已经过时。",
        "This view has stopped at position {position} ({type}). What follows was drawn before and may be out of date.",
    ),
    "page.building": Term("此视图正在首次建立，请稍候。", "This view is being built for the first time; one moment."),
    "page.stale.mark": Term("可能过时", "stale"),
    "page.sources": Term("公开事实来源", "Sources of the public facts"),
    "page.language": Term("English", "中文"),
    "page.language.label": Term("Read this page in English", "阅读中文版"),
    "page.not-found": Term("没有这个页面。", "There is no such page."),
    "page.home": Term("返回名录", "Back to the register"),
    "page.failed": Term("页面暂时无法显示。", "The page cannot be shown just now."),
    "page.failed.advice": Term(
        "请稍后刷新；系统仍在保存记录。", "Refresh in a moment; the system goes on keeping records."
    ),
}

RULES: dict[str, RuleText] = {}
