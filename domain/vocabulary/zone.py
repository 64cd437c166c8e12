"""Words of zones (联动创新区): status, rectification, exit, and what any aggregate asks of a zone."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "zone": Term("联动创新区", "zone"),
    "zone.established": Term("已成立", "Established"),
    "zone.construction-plan-filed": Term("已报送建设方案", "Construction plan filed"),
    "zone.rectification-ordered": Term("已责令限期整改", "Rectification ordered"),
    "zone.rectification-reported": Term("已提交整改报告", "Rectification reported"),
    "zone.rectification-accepted": Term("整改通过", "Rectification accepted"),
    "zone.rectification-failed": Term("整改未通过", "Rectification failed"),
    "zone.withdrawn": Term("已退出", "Withdrawn"),
    "zone.establish": Term("成立联动创新区", "Establish"),
    "zone.file-construction-plan": Term("报送建设方案", "File construction plan"),
    "zone.order-rectification": Term("责令限期整改", "Order rectification"),
    "zone.report-rectification": Term("提交整改报告", "Report rectification"),
    "zone.accept-rectification": Term("认定整改通过", "Accept rectification"),
    "zone.fail-rectification": Term("认定整改未通过", "Fail rectification"),
    "zone.withdraw": Term("实施退出", "Withdraw"),
    "established": Term("获批", "established"),
    "operating": Term("运行", "operating"),
    "rectifying": Term("整改", "rectifying"),
    "exited": Term("退出", "withdrawn"),
    "no-rectification": Term("无整改", "no rectification"),
    "rectification-ordered": Term("整改中", "rectification ordered"),
    "rectification-reported": Term("已报告,待认定", "reported, to be judged"),
    "rectification-accepted": Term("整改通过", "rectification accepted"),
    "rectification-failed": Term("整改未通过", "rectification failed"),
    "field.requirements": Term("整改要求", "what must be put right"),
    "nobody": Term("无", "nobody"),
}

RULES = {
    "plaque-first": RuleText(
        "申报“{application}”尚未挂牌。",
        "The plaque of the application “{application}” has not been unveiled.",
        "联动创新区自挂牌之日起成立;请先办理挂牌(application.unveil-plaque)。",
        "A zone begins with its plaque; unveil it first (application.unveil-plaque).",
    ),
    "application-of-this-platform": RuleText(
        "该申报不属于开放平台“{zone}”。",
        "The application is not one of the platform “{zone}”.",
        "请填写本平台的申报编号(<平台>--<序号>)。",
        "Give the id of this platform's own application (<platform>--<number>).",
    ),
    "body-is-applicant": RuleText(
        "管理机构与申报主体“{applicant}”不一致。",
        "The body is not the applicant “{applicant}”.",
        "联动创新区由其申报主体负责建设。",
        "A zone is run by the organisation that applied for it.",
    ),
    "zone-as-applied-for": RuleText(
        "“{what}”与获批的申报不一致。",
        "“{what}” is not what was applied for and approved.",
        "联动创新区按获批的申报成立;请与申报内容保持一致。",
        "A zone begins as its approved application says; give what stands there.",
    ),
    "own-zone": RuleText(
        "“{zone}”由“{body}”负责,“{org}”不能代为办理。",
        "“{zone}” is run by “{body}”; “{org}” cannot act for it.",
        "请由该联动创新区的管理机构办理。",
        "Let the body that runs the zone act.",
    ),
    "zone-withdrawn": RuleText(
        "“{zone}”已退出,不再承办新业务。",
        "“{zone}” was withdrawn and takes no new business.",
        "其历史记录仍可查阅;请改由运行中的联动创新区承办。",
        "Its history stays readable; turn to a zone in operation.",
    ),
    "zone-operating": RuleText(
        "“{zone}”尚未进入运行状态或正在整改。",
        "“{zone}” is not operating: its construction plan is not filed, or it is putting things right.",
        "请先报送建设方案(zone.file-construction-plan),或待整改通过后再办理。",
        "File the construction plan first (zone.file-construction-plan), or wait until the rectification is accepted.",
    ),
    "zone-not-withdrawn": RuleText(
        "“{zone}”没有退出。",
        "“{zone}” was not withdrawn.",
        "只有联动创新区退出后,才由领导小组办公室办理此项;其他情形由当事方自行办理。",
        "The office does this only where a zone was withdrawn; otherwise the parties do it themselves.",
    ),
    "evaluation-of-this-zone": RuleText(
        "该评估不是“{zone}”的评估。",
        "The evaluation is not one of “{zone}”.",
        "请填写本区的评估编号(<年度>--<联动创新区>)。",
        "Give the id of the zone's own evaluation (<year>--<zone>).",
    ),
    "evaluation-failed-first": RuleText(
        "评估“{evaluation}”的等次不是不合格。",
        "The evaluation “{evaluation}” was not graded unsatisfactory.",
        "限期整改以评估不合格为前提;请先评定等次(evaluation.grade)。",
        "Rectification follows a grade of unsatisfactory; grade the evaluation first (evaluation.grade).",
    ),
    "rectification-ordered-once": RuleText(
        "已就评估“{evaluation}”责令整改。",
        "Rectification was already ordered for the evaluation “{evaluation}”.",
        "同一评估只责令一次;整改未通过的,可再次责令。",
        "It is ordered once for an evaluation, and anew only where it failed.",
    ),
    "rectification-open": RuleText(
        "当前整改状态为“{rectification}”,没有待办理的整改。",
        "The rectification stands at “{rectification}”; there is none to act on.",
        "请先由领导小组办公室责令整改(zone.order-rectification)。",
        "The office must order a rectification first (zone.order-rectification).",
    ),
    "rectification-reported-first": RuleText(
        "当前整改状态为“{rectification}”,尚无整改报告。",
        "The rectification stands at “{rectification}”: nothing was reported.",
        "请先由管理机构提交整改报告(zone.report-rectification)。",
        "The body reports first (zone.report-rectification).",
    ),
    "rectification-not-due": RuleText(
        "整改期限至 {due},尚未届满,且未提交整改报告。",
        "The rectification is due on {due} and nothing was reported yet.",
        "请待整改报告提交后或期限届满后再认定。",
        "Judge it once it is reported, or after the due date.",
    ),
    "exit-approved-first": RuleText(
        "评估“{evaluation}”的退出建议未经市政府批准。",
        "The exit proposed in the evaluation “{evaluation}” was not approved.",
        "退出须经评估、听取意见、全体会议审议和市政府批准(evaluation.approve-exit)。",
        "An exit needs evaluation, hearing, deliberation and the government's approval (evaluation.approve-exit).",
    ),
}
