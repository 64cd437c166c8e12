"""Words of reported figures (指标报送). 二(二)3, 四(四)"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "indicators": Term("指标报送", "indicators"),
    "indicators.reported": Term("已报送", "Reported"),
    "indicators.corrected": Term("已更正", "Corrected"),
    "indicators.questioned": Term("已质询", "Questioned"),
    "indicators.answered": Term("已答复", "Answered"),
    "indicators.verified": Term("已核实", "Verified"),
    "indicators.report": Term("报送指标", "Report"),
    "indicators.correct": Term("更正指标", "Correct"),
    "indicators.question": Term("质询指标", "Question"),
    "indicators.answer": Term("答复质询", "Answer"),
    "indicators.verify": Term("核实指标", "Verify"),
    "indicators-reported": Term("已报送", "reported"),
    "figure-reported": Term("待核实", "to be verified"),
    "figure-corrected": Term("已更正,待核实", "corrected, to be verified"),
    "figure-questioned": Term("待答复", "in question"),
    "figure-answered": Term("已答复,待核实", "answered, to be verified"),
    "figure-verified": Term("已核实", "verified"),
    "imports": Term("进口额", "imports"),
    "exports": Term("出口额", "exports"),
    "foreign-investment-used": Term("实际使用外资", "foreign investment used"),
    "outbound-investment": Term("对外投资", "outbound investment"),
    "new-market-entities": Term("新增市场主体", "new market entities"),
    "cny-fen": Term("人民币分", "CNY fen"),
    "usd-cent": Term("美分", "US cents"),
    "entities": Term("户", "entities"),
    "field.figures": Term("指标数据", "figures"),
    "field.indicators": Term("指标", "indicators"),
    "field.value": Term("数值", "value"),
    "field.unit": Term("单位", "unit"),
    "field.confidential": Term("涉及单个企业,不公开数值", "confidential for one firm"),
    "field.query": Term("质询内容", "query"),
    "field.explanation": Term("答复说明", "explanation"),
    "field.corrects": Term("被更正的记录", "corrected event"),
    "field.questioned": Term("待答复指标", "indicators in question"),
    "field.unverified": Term("待核实指标", "indicators not verified"),
    "field.by": Term("办理机构", "by"),
}

RULES = {
    "figures-are-of-a-quarter": RuleText(
        "指标按季度报送,编号为 <联动创新区>--<年>-q<季>,自 {first} 年起。",
        "Figures are of a quarter, called <zone>--<year>-q<quarter>, from {first} on.",
        "请以季度作为编号,例如 2022-q1。",
        "Use the quarter as the second part of the id, for example 2022-q1.",
    ),
    "quarter-has-ended": RuleText(
        "该季度于 {end} 结束,{date} 尚不能报送。",
        "The quarter ends on {end}; on {date} it cannot be reported yet.",
        "请在季度结束之后报送。",
        "Report it once the quarter is over.",
    ),
    "figure-reported-once": RuleText(
        "以下指标已报送:{indicators}。",
        "Reported already: {indicators}.",
        "数字有误的,请更正(indicators.correct)。",
        "If a figure is wrong, correct it (indicators.correct).",
    ),
    "figure-once": RuleText(
        "同一指标重复列出:{twice}。",
        "An indicator stands twice: {twice}.",
        "每项指标只列一次。",
        "Name each indicator once.",
    ),
    "unit-fits-indicator": RuleText(
        "“{indicator}”不以“{unit}”计;可用的单位:{units}。",
        "“{indicator}” is not counted in {unit}; it is in: {units}.",
        "金额以人民币分或美分填报,不作换算;市场主体以户填报。",
        "State money in whole fen or US cents, without conversion, and entities by their number.",
    ),
    "figure-is-reported": RuleText(
        "以下指标尚未报送:{indicators}。",
        "Not reported yet: {indicators}.",
        "请核对指标;尚未报送的,先报送(indicators.report)。",
        "Check the indicators; what was not reported is reported first (indicators.report).",
    ),
    "verified-once": RuleText(
        "以下指标已核实:{indicators}。",
        "Verified already: {indicators}.",
        "无需重复核实;有疑问的,请质询(indicators.question)。",
        "There is no need to verify them again; if in doubt, question them (indicators.question).",
    ),
    "question-answered-first": RuleText(
        "以下指标的质询尚未答复:{indicators}。",
        "A question is still open about: {indicators}.",
        "请等待报送单位答复或更正后再核实。",
        "Wait until the reporter has answered it or corrected the figure.",
    ),
    "questioned-once": RuleText(
        "以下指标已有未答复的质询:{indicators}。",
        "A question is open already about: {indicators}.",
        "请等待报送单位答复。",
        "Wait for the reporter's answer.",
    ),
    "is-questioned": RuleText(
        "以下指标没有待答复的质询:{indicators}。",
        "No question is open about: {indicators}.",
        "请只答复被质询的指标;数字有误的,请更正(indicators.correct)。",
        "Answer only what was questioned; if a figure is wrong, correct it (indicators.correct).",
    ),
}
