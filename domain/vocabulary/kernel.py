"""Words of the frame: roles, kinds of actor, industries, instruments, and the rules that hold for every command."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "leading-group-office": Term("领导小组办公室", "Leading Group Office"),
    "leading-group": Term("领导小组全体会议", "Leading Group plenary"),
    "municipal-government": Term("市政府", "Municipal Government"),
    "municipal-department": Term("市级部门", "municipal department"),
    "district-government": Term("区县政府", "district government"),
    "committee": Term("开放平台管委会", "open platform committee"),
    "ftz-section": Term("自贸试验区片区(板块)", "FTZ section"),
    "expert": Term("评审专家", "expert"),
    "auditor": Term("审计监督", "auditor"),
    "public": Term("公众", "public"),
    "person": Term("经办人", "person"),
    "robot": Term("系统自动", "robot"),
    "high-end-equipment": Term("高端装备制造", "high-end equipment manufacturing"),
    "artificial-intelligence": Term("人工智能", "artificial intelligence"),
    "biomedicine": Term("生物医药", "biomedicine"),
    "civil-aviation": Term("民用航空", "civil aviation"),
    "software-and-it": Term("软件与信息技术服务", "software and IT services"),
    "modern-logistics": Term("现代物流", "modern logistics"),
    "finance": Term("金融", "finance"),
    "digital-trade": Term("数字贸易", "digital trade"),
    "culture-and-tourism": Term("文化旅游", "culture and tourism"),
    "approval": Term("批复", "written approval"),
    "letter": Term("函", "letter"),
    "minutes": Term("会议纪要", "minutes"),
    "announcement": Term("公告", "announcement"),
    "notice": Term("通知", "notice"),
}

RULES = {
    "out-of-turn": RuleText(
        "当前阶段为“{stage}”,不能办理“{command}”。",
        "“{command}” is not possible at the stage “{stage}”.",
        "请先查看该事项的当前状态,按程序办理下一步。",
        "Look at the current status of the case and take the step that is due.",
    ),
    "role-may-not": RuleText(
        "“{role}”无权办理“{command}”。",
        "The role “{role}” may not send “{command}”.",
        "此事项由以下机构办理:{by}。",
        "It is for: {by}.",
    ),
    "unknown-organisation": RuleText(
        "机构“{org}”未登记或已撤销。",
        "The organisation “{org}” is not registered, or was dissolved.",
        "请由领导小组办公室先登记该机构。",
        "Have the Leading Group Office register it first.",
    ),
    "unknown-official": RuleText(
        "“{official}”不是机构“{org}”的在任经办人。",
        "“{official}” is not an official in office of “{org}”.",
        "请先由本机构或领导小组办公室任命经办人(organisation.appoint-official)。",
        "Have the organisation or the office appoint the official first (organisation.appoint-official).",
    ),
    "decided-by-a-person": RuleText(
        "“{command}”须由在任经办人本人作出决定,系统自动程序不得代为办理。",
        "“{command}” is a decision that an official in office takes in person; a robot may not take it.",
        "请由经办人本人办理。",
        "Have an official take it in person.",
    ),
    "unknown-entity": RuleText(
        "{category}“{entity}”不存在。",
        "There is no {category} “{entity}”.",
        "请核对编号;新事项须先办理开启步骤。",
        "Check the id; a new case begins with its opening command.",
    ),
    "entity-id-shape": RuleText(
        "编号“{entity}”不符合{category}的编号规则:{shape}。",
        "The id “{entity}” is not of the form for {category}: {shape}.",
        "编号用小写字母、数字和单个连字符,组合编号以“--”连接。",
        "Ids are lower-case letters, digits and single hyphens; parts of a composite id are joined by “--”.",
    ),
    "date-not-in-future": RuleText(
        "生效日期 {date} 晚于今天 {today}。",
        "The effective date {date} lies after today, {today}.",
        "请填写文件或行为的实际日期,不得填写将来的日期。",
        "Give the date on the instrument or of the act; it cannot lie in the future.",
    ),
    "date-not-before-opening": RuleText(
        "生效日期 {date} 早于该事项的起始日期 {opened}。",
        "The effective date {date} lies before the case began, {opened}.",
        "请核对日期;同一事项的任何步骤不得早于其起始日期。",
        "Check the date; no step of a case can come before the case itself.",
    ),
    "date-not-before-latest": RuleText(
        "生效日期 {date} 早于该事项已办步骤的日期 {latest}。",
        "The effective date {date} lies before that of a step already taken, {latest}.",
        "请核对日期;后一步骤不得早于前一步骤,请填写 {latest} 或之后的日期。",
        "Check the date; a step cannot come before those it rests on. Give {latest} or a later date.",
    ),
    "instrument-not-in-future": RuleText(
        "公文“{number}”的日期 {date} 晚于今天。",
        "The instrument “{number}” is dated {date}, which lies after today.",
        "请核对公文日期。",
        "Check the date on the instrument.",
    ),
    "instrument-before-effect": RuleText(
        "公文日期 {date} 晚于生效日期 {effective}。",
        "The instrument is dated {date}, after the effective date {effective}.",
        "请核对公文日期;生效日期不得早于公文日期。",
        "Check the dates; nothing takes effect before its instrument.",
    ),
    "stale-expectation": RuleText(
        "您看到的是第 {expected} 版,现为第 {version} 版,其间已有新的办理。",
        "You saw version {expected}; it is now version {version}: somebody acted in between.",
        "请重新查看最新状态后再决定。",
        "Look at the latest status and decide again.",
    ),
    "no-rulebook-in-force": RuleText(
        "{date} 没有生效的评审工作实施细则。",
        "No rulebook was in force on {date}.",
        "请先由领导小组办公室发布实施细则(rulebook.publish)。",
        "Have the Leading Group Office publish a rulebook first (rulebook.publish).",
    ),
    "boundary-valid": RuleText(
        "四至范围图形无效:{flaw}。",
        "The boundary is not a valid polygon: {flaw}.",
        "请提交闭合、不自交、位于市域范围内的 WGS84 多边形。",
        "Give a closed WGS84 polygon that does not cross itself and lies within the municipality.",
    ),
}
