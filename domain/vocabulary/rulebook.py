"""Words of the rulebook (评审工作实施细则) and of scoring by its rubrics."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "rulebook": Term("评审工作实施细则", "rulebook"),
    "rulebook.published": Term("已发布", "Published"),
    "rulebook.superseded": Term("已被替代", "Superseded"),
    "rulebook.publish": Term("发布实施细则", "Publish"),
    "field.version": Term("版本", "version"),
    "field.parameters": Term("参数", "parameters"),
    "field.admission": Term("申报评审指标体系", "admission rubric"),
    "field.source": Term("依据文件", "source document"),
    "field.illustrative": Term("示例性质", "illustrative"),
    "field.indicators": Term("指标", "indicators"),
    "field.code": Term("代码", "code"),
    "field.weight": Term("权重", "weight"),
    "field.maximum": Term("满分", "maximum"),
    "field.guidance_zh": Term("评分说明", "guidance in Chinese"),
    "field.guidance_en": Term("英文评分说明", "guidance in English"),
    "field.hard": Term("一票否决", "hard veto"),
    "field.experts_per_panel": Term("专家组人数", "experts per panel"),
    "field.minimum_reviews": Term("最少评审份数", "minimum reviews"),
    "field.pass_mark": Term("合格分数线", "pass mark"),
    "field.correction_days": Term("补正期限(工作日)", "correction period (working days)"),
    "field.eligibility_days": Term("初核期限(工作日)", "eligibility check (working days)"),
    "field.review_days": Term("专家评审期限(工作日)", "expert review (working days)"),
    "field.plenary_days": Term("审议期限(工作日)", "plenary (working days)"),
    "field.rectification_days": Term("整改期限(自然日)", "rectification (calendar days)"),
    "field.appeal_days": Term("申诉期限(工作日)", "appeal (working days)"),
    "field.lead_response_days": Term("线索响应期限(工作日)", "lead response (working days)"),
    "field.lead_assessment_days": Term("线索研判期限(工作日)", "lead assessment (working days)"),
    "field.major_lead_assessment_days": Term("重大线索研判期限(工作日)", "major lead assessment (working days)"),
    "field.lead_feedback_days": Term("线索反馈期限(工作日)", "lead feedback (working days)"),
    "field.lead_progress_days": Term("跟进间隔(工作日)", "progress report interval (working days)"),
    "field.protection_days": Term("首谈保护期(自然日)", "first-contact protection (calendar days)"),
    "field.warning_days": Term("提前预警(工作日)", "warning ahead (working days)"),
    "field.long_warning_days": Term("长期限提前预警(自然日)", "warning ahead of long periods (calendar days)"),
    "field.major_lead_from": Term("重大线索起点(分)", "major lead from (fen)"),
    "field.source_share_percent": Term("引荐方默认分享比例(%)", "default share of the source (%)"),
    "field.annual_target": Term("年度新设联动创新区目标(个)", "annual target (new zones)"),
    "field.excellent_from": Term("优秀分数线", "excellent from"),
    "field.good_from": Term("良好分数线", "good from"),
    "field.pass_from": Term("合格等次分数线", "satisfactory from"),
}

RULES = {
    "one-rulebook-stream": RuleText(
        "实施细则只在“{stream}”下发布。",
        "Rulebooks are published under “{stream}” alone.",
        "请以编号“{stream}”发布。",
        "Publish it under the id “{stream}”.",
    ),
    "rulebook-version-is-new": RuleText(
        "版本“{version}”已发布,发布后不得更改。",
        "The version “{version}” is published, and never changes.",
        "请以新的版本号发布修订内容。",
        "Publish the revision under a new version.",
    ),
    "rulebook-takes-effect-later": RuleText(
        "施行日期必须晚于现行版本的施行日期 {last}。",
        "It must take effect after the version it replaces, which did on {last}.",
        "请填写更晚的施行日期。",
        "Give a later effective date.",
    ),
    "rulebook-not-backdated": RuleText(
        "新版本的施行日期 {date} 早于今天 {today},不得溯及既往。",
        "The new version would take effect on {date}, before today, {today}; rules do not reach back.",
        "请填写今天或之后的施行日期。",
        "Give today or a later day as its effective date.",
    ),
    "panel-makes-the-minimum": RuleText(
        "专家组 {experts} 人,少于最少评审份数 {reviews}。",
        "A panel of {experts} cannot make {reviews} reviews.",
        "请增加专家组人数或减少最少评审份数。",
        "Raise the number of experts or lower the minimum of reviews.",
    ),
    "grades-descend": RuleText(
        "等次分数线必须依次降低:优秀、良好、合格。",
        "Grades must descend: excellent, good, satisfactory.",
        "请调整各等次分数线。",
        "Adjust where each grade begins.",
    ),
    "every-indicator": RuleText(
        "评分须覆盖每项指标且各一次;缺少:{missing};多余或重复:{surplus}。",
        "Every indicator is scored, once; missing: {missing}; foreign or repeated: {surplus}.",
        "请按指标体系逐项评分并说明理由。",
        "Score each indicator of the rubric and give the reason.",
    ),
    "within-maximum": RuleText(
        "指标“{indicator}”得分 {score} 超过满分 {maximum}。",
        "The score {score} for “{indicator}” exceeds its maximum {maximum}.",
        "请在满分以内评分。",
        "Score within the maximum.",
    ),
}
