"""Words of matters to be coordinated (协调事项). 四(一)"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "matter": Term("协调事项", "matter"),
    "matter.raised": Term("已提出", "Raised"),
    "matter.assigned": Term("已交办", "Assigned"),
    "matter.answered": Term("已答复", "Answered"),
    "matter.escalated": Term("已提级协调", "Escalated"),
    "matter.resolved": Term("已办结", "Resolved"),
    "matter.reopened": Term("已重新办理", "Reopened"),
    "matter.handed-over": Term("已移交", "Handed over"),
    "matter.raise": Term("提出事项", "Raise"),
    "matter.assign": Term("交办", "Assign"),
    "matter.answer": Term("答复", "Answer"),
    "matter.escalate": Term("提级协调", "Escalate"),
    "matter.resolve": Term("办结", "Resolve"),
    "matter.reopen": Term("重新办理", "Reopen"),
    "matter.hand-over": Term("因退出移交", "Hand over"),
    "matter-raised": Term("已提出,待交办", "raised"),
    "matter-assigned": Term("已交办,待答复", "assigned"),
    "matter-answered": Term("已答复,待办结", "answered"),
    "matter-escalated": Term("已提级协调", "escalated"),
    "matter-resolved": Term("已办结", "resolved"),
    "matter-reopened": Term("重新办理,待交办", "reopened"),
    "matter-handed-over": Term("已移交,待处理", "handed over"),
    "matter-open": Term("未办结", "not resolved"),
    "answer-overdue": Term("逾期未答复", "the answer is overdue"),
    "major-problem": Term("重大问题", "a major problem"),
    "no-agreement": Term("意见不一致", "no agreement"),
    "field.question": Term("需协调的问题", "what has to be coordinated"),
    "field.raiser": Term("提出单位", "raised by"),
    "field.assignee": Term("承办单位", "assignee"),
    "field.reply": Term("答复内容", "reply"),
}

RULES = {
    "assignee-is-a-member": RuleText(
        "“{assignee}”不是在册的成员单位,不能承办。",
        "“{assignee}” is no member in the register and cannot be assigned a matter.",
        "请交办给在册的市级部门、区县政府、管委会、片区(板块)或领导小组办公室。",
        "Assign it to a department, district, committee, FTZ section or the office, as registered.",
    ),
    "answer-due-ahead": RuleText(
        "答复期限 {due} 早于交办日期 {date}。",
        "The answer would be due on {due}, before it is assigned on {date}.",
        "请填写交办当日或之后的日期。",
        "Give the day of the assignment or a later one.",
    ),
    "assignee-only": RuleText(
        "该事项由“{assignee}”承办,“{org}”不能答复。",
        "The matter is assigned to “{assignee}”; “{org}” cannot answer it.",
        "请由承办单位答复;需转办的,由领导小组办公室重新交办(matter.assign)。",
        "Let the assignee answer; the office may assign it to another (matter.assign).",
    ),
    "office-or-raiser": RuleText(
        "只有提出单位“{raiser}”或领导小组办公室可以办理,“{org}”不能。",
        "Only “{raiser}”, who raised the matter, or the Leading Group Office may do this, not “{org}”.",
        "请由提出单位或领导小组办公室办理。",
        "Let whoever raised it, or the office, act.",
    ),
    "escalation-says-why": RuleText(
        "提级协调未说明情况。",
        "The escalation does not say why.",
        "请说明需要领导小组协调的情况;逾期未答复的可不填。",
        "Say what the leading group is to settle; only an overdue answer needs no words.",
    ),
    "answer-not-overdue": RuleText(
        "答复没有逾期(期限:{due})。",
        "No answer is overdue (due: {due}).",
        "请待期限届满后办理,或如实另选提级原因。",
        "Wait until after the due date, or give the true reason.",
    ),
    "matter-of-this-zone": RuleText(
        "该事项不是“{zone}”的事项;所属联动创新区:{holder}。",
        "The matter is not the business of “{zone}” but of: {holder}.",
        "只有退出的联动创新区自己的事项才移交,且只移交一次。",
        "Only a withdrawn zone's own matters are handed over, and only once.",
    ),
}
