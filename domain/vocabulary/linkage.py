"""Words of industry linkage (产业联动). 三(五)"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "linkage": Term("产业联动", "industry linkage"),
    "linkage.proposed": Term("已提议联动", "Proposed"),
    "linkage.agreed": Term("已商定联动", "Agreed"),
    "linkage.declined": Term("不同意联动", "Declined"),
    "linkage.project-linked": Term("已纳入联动项目", "Project linked"),
    "linkage.reviewed": Term("已评估联动", "Reviewed"),
    "linkage.ended": Term("已终止联动", "Ended"),
    "linkage.propose": Term("提议联动", "Propose"),
    "linkage.agree": Term("同意联动", "Agree"),
    "linkage.decline": Term("不同意联动", "Decline"),
    "linkage.link-project": Term("纳入联动项目", "Link project"),
    "linkage.review": Term("评估联动", "Review"),
    "linkage.end": Term("终止联动", "End"),
    "linkage-proposed": Term("已提议,待对方答复", "proposed"),
    "linkage-agreed": Term("联动中", "agreed"),
    "linkage-declined": Term("对方不同意", "declined"),
    "linkage-ended": Term("已终止", "ended"),
    "general-trade": Term("一般贸易", "general trade"),
    "headquarters-trade": Term("总部贸易", "headquarters trade"),
    "entrepot-trade": Term("转口贸易", "entrepôt trade"),
    "services-trade": Term("服务贸易", "services trade"),
    "cross-border-e-commerce": Term("跨境电商", "cross-border e-commerce"),
    "goals-achieved": Term("联动目标已实现", "the goals are achieved"),
    "industry-redirected": Term("产业方向调整", "the industry was redirected"),
    "proposal-taken-back": Term("撤回提议", "the proposal was taken back"),
    "field.goals": Term("联动目标", "goals"),
    "field.trade_forms": Term("贸易方式", "forms of trade"),
    "field.side": Term("联动一方", "side"),
    "field.proposer": Term("提议单位", "proposer"),
    "field.proposed_by": Term("提议方", "proposed by"),
    "field.section": Term("自贸试验区片区(板块)", "FTZ section"),
    "field.role": Term("角色", "role"),
    "field.lead": Term("招商线索", "lead"),
    "field.trade": Term("贸易额", "trade"),
    "field.form": Term("贸易方式", "form of trade"),
    "field.volume": Term("贸易额(分)", "volume (fen)"),
}

RULES = {
    "linked-with-a-section": RuleText(
        "“{section}”不是在册的自贸试验区片区(板块)。",
        "“{section}” is no FTZ section in the register.",
        "请核对编号:<联动创新区>--<片区>--<产业>。",
        "Check the id: <zone>--<section>--<industry>.",
    ),
    "industry-of-the-zone": RuleText(
        "“{industry}”不是“{zone}”的产业方向;其产业方向为:{known}。",
        "“{industry}” is none of the industries of “{zone}”, which are: {known}.",
        "请在联动创新区的产业方向中选择。",
        "Choose one of the zone's industries.",
    ),
    "own-linkage": RuleText(
        "该联动的双方是“{body}”和“{section}”,“{org}”不能办理。",
        "The two sides of this linkage are “{body}” and “{section}”; “{org}” may not do this.",
        "请由联动双方办理。",
        "Let one of the two sides act.",
    ),
    "other-side-answers": RuleText(
        "提议方不能答复自己的提议,应由对方({side})答复。",
        "Whoever proposed the linkage does not answer; the other side does: {side}.",
        "请等待对方答复;需要撤回的,请办理终止(linkage.end)。",
        "Wait for the other side; to take the proposal back, end it (linkage.end).",
    ),
    "own-proposal": RuleText(
        "只有提议方({side})可以撤回提议。",
        "Only the side that proposed can take the proposal back: {side}.",
        "不同意的,请答复不同意并说明理由(linkage.decline)。",
        "If you do not agree, decline it with your reason (linkage.decline).",
    ),
    "project-linked-once": RuleText(
        "项目“{project}”已纳入该联动。",
        "The project “{project}” is in the linkage already.",
        "每个项目只纳入一次。",
        "Bring each project in once.",
    ),
    "lead-of-the-zone": RuleText(
        "线索“{lead}”不由“{zone}”承接;承接方:{holder}。",
        "The lead “{lead}” is not held by “{zone}”; its holder is: {holder}.",
        "请填写该联动创新区承接的线索,或不填线索。",
        "Name a lead that the zone holds, or none.",
    ),
    "review-follows": RuleText(
        "评估期间须在 {earliest} 之后,不得重复。",
        "The period reviewed must follow {earliest}; none is reviewed twice.",
        "请填写商定之后、尚未评估的期间。",
        "Give a period after the agreement that was not reviewed yet.",
    ),
    "trade-form-once": RuleText(
        "同一贸易方式重复填报:{twice}。",
        "A form of trade stands twice: {twice}.",
        "每种贸易方式只填一次。",
        "State each form of trade once.",
    ),
    "end-for-its-reason": RuleText(
        "终止原因“{reason}”与实际情况不符。",
        "The reason “{reason}” is not what the facts are.",
        "“联动创新区退出”由领导小组办公室在退出后填写;“撤回提议”由提议方在对方答复前填写;其他情形请如实另选原因。",
        "The office ends for a withdrawal, a proposer takes its proposal back before it is answered; else choose what is so.",
    ),
    "not-before-agreement": RuleText(
        "生效日期 {date} 早于商定日期 {since}。",
        "The effective date {date} lies before the agreement, {since}.",
        "请填写 {since} 或之后的日期。",
        "Give a date of {since} or later.",
    ),
}
