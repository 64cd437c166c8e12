"""Words of investment promotion (招商推介). 三(四)"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "promotion": Term("招商推介", "investment promotion"),
    "promotion.announced": Term("已预告", "Announced"),
    "promotion.zone-joined": Term("联动创新区已参加", "Zone joined"),
    "promotion.zone-left": Term("联动创新区已退出推介", "Zone left"),
    "promotion.held": Term("已举办", "Held"),
    "promotion.leads-linked": Term("已补录线索", "Leads linked"),
    "promotion.cancelled": Term("已取消", "Cancelled"),
    "promotion.announce": Term("预告推介", "Announce"),
    "promotion.join": Term("参加推介", "Join"),
    "promotion.leave": Term("退出推介", "Leave"),
    "promotion.hold": Term("报告推介成果", "Report as held"),
    "promotion.link-leads": Term("补录线索", "Link leads"),
    "promotion.cancel": Term("取消推介", "Cancel"),
    "promotion-announced": Term("已预告", "announced"),
    "promotion-held": Term("已举办", "held"),
    "promotion-cancelled": Term("已取消", "cancelled"),
    "field.title": Term("标题", "title"),
    "field.place": Term("地点", "place"),
    "field.day": Term("举办日期", "day"),
    "field.host": Term("主办单位", "host"),
    "field.presents": Term("推介内容", "what it presents"),
    "field.attendance": Term("参会人数", "attendance"),
    "field.leads": Term("招商线索", "leads"),
}

RULES = {
    "promotion-lies-ahead": RuleText(
        "推介日期 {day} 早于预告日期 {date}。",
        "The promotion on {day} lies before its announcement on {date}.",
        "请在举办之前预告;预告的生效日期不得晚于举办日期。",
        "Announce it before it is held; the announcement cannot take effect after the day itself.",
    ),
    "joined-once": RuleText(
        "“{zone}”已参加该推介。",
        "“{zone}” takes part already.",
        "无需重复参加;如推介内容有变,请先退出(promotion.leave)再参加。",
        "There is no need to join again; to present something else, leave first (promotion.leave).",
    ),
    "has-joined": RuleText(
        "“{zone}”未参加该推介;已参加的有:{zones}。",
        "“{zone}” does not take part; these do: {zones}.",
        "请核对联动创新区编号。",
        "Check the id of the zone.",
    ),
    "leaves-after-joining": RuleText(
        "退出日期 {date} 早于参加日期 {since}。",
        "The date of leaving, {date}, lies before that of joining, {since}.",
        "请填写 {since} 或之后的日期。",
        "Give a date of {since} or later.",
    ),
    "host-only": RuleText(
        "该推介的主办单位是“{host}”,“{org}”不能办理。",
        "The promotion is hosted by “{host}”; “{org}” may not do this.",
        "成果、补录线索和取消由主办单位办理。",
        "Its results, further leads and its cancellation are the host's.",
    ),
    "lead-linked-once": RuleText(
        "线索重复:{lead}。",
        "These leads stand twice: {lead}.",
        "每条线索只列一次。",
        "Name each lead once.",
    ),
}
