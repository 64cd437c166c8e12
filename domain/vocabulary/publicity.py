"""Words of publicity (宣传引导): cases, briefings, exchanges of experience. 四(五)"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "publicity": Term("宣传引导", "publicity"),
    "publicity.case-published": Term("典型案例已发布", "Case published"),
    "publicity.briefing-held": Term("专题推介会已举办", "Briefing held"),
    "publicity.exchange-held": Term("经验交流已举办", "Exchange held"),
    "publicity.published": Term("已公开", "Published"),
    "publicity.retracted": Term("已撤回", "Retracted"),
    "publicity.publish-case": Term("发布典型案例", "Publish case"),
    "publicity.hold-briefing": Term("举办专题推介会", "Hold briefing"),
    "publicity.hold-exchange": Term("举办经验交流", "Hold exchange"),
    "publicity.publish": Term("公开", "Publish"),
    "publicity.retract": Term("撤回", "Retract"),
    "activity-held": Term("已举办,待公开", "held"),
    "made-public": Term("已公开", "public"),
    "retracted": Term("已撤回", "retracted"),
    "field.attendees": Term("参加对象", "attendees"),
    "field.place": Term("地点", "place"),
    "field.organiser": Term("主办单位", "organiser"),
}

RULES = {
    "case-names-its-zones": RuleText(
        "典型案例未写明联动创新区。",
        "The case names no zone.",
        "请至少写明一个联动创新区。",
        "Name at least one zone.",
    ),
    "own-zone-takes-part": RuleText(
        "参加的联动创新区中没有“{org}”管理的联动创新区。",
        "None of the zones that take part is run by “{org}”.",
        "请写明本单位管理的联动创新区;其他活动由其主办单位录入。",
        "Name the zone that you run; other activities are entered by whoever holds them.",
    ),
    "office-or-organiser": RuleText(
        "只有主办单位({organiser})或领导小组办公室可以撤回,“{org}”不能。",
        "Only the organiser ({organiser}) or the Leading Group Office may take it back, not “{org}”.",
        "请由主办单位或领导小组办公室办理。",
        "Let the organiser or the office act.",
    ),
}
