"""Words of corrections (更正): one command and one event in every category. 系统约定 2"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

CATEGORIES = (
    "application",
    "connectivity",
    "delegation",
    "evaluation",
    "evaluation-round",
    "experience",
    "indicators",
    "lead",
    "linkage",
    "matter",
    "deadline",
    "organisation",
    "policy-extension",
    "policy-measure",
    "power-item",
    "promotion",
    "publicity",
    "replication",
    "rulebook",
    "target",
    "trial",
    "zone",
)

TERMS = {
    **{f"{category}.correct-record": Term("更正记录", "Correct record") for category in CATEGORIES},
    **{f"{category}.record-corrected": Term("已更正记录", "Record corrected") for category in CATEGORIES},
    "field.corrects": Term("被更正的记录", "corrected event"),
    "field.of_type": Term("被更正记录类型", "type of the corrected event"),
    "field.of_schema": Term("被更正记录格式", "schema of the corrected event"),
    "field.sequence": Term("序次", "number in the case"),
    "column.correction": Term("更正记录位置", "position of correction"),
}

RULES = {
    "corrects-an-event": RuleText(
        "本事项没有可更正的记录“{command}”。",
        "This case has no event “{command}” that could be corrected.",
        "请从该事项的时间线查得记录编号;更正记录本身不能更正,请再次更正原记录。",
        "Take the event's id from the timeline of the case; a correction is not corrected, correct the event again.",
    ),
    "author-corrects": RuleText(
        "该记录由“{org}”作出,只能由其或领导小组办公室更正。",
        "The event is that of “{org}”: only it, or the Leading Group Office, may correct it.",
        "请商请该机构或领导小组办公室更正。",
        "Ask that organisation, or the office, to correct it.",
    ),
    "correction-fits": RuleText(
        "更正后的内容不符合“{type}”的格式:{reason}。",
        "The corrected content is not of the form of “{type}”: {reason}.",
        "请按该记录的格式完整填写更正后的全部内容。",
        "Give the whole content as it should have been, in the form of that event.",
    ),
    "correction-changes-something": RuleText(
        "更正内容与现有记录完全相同。",
        "The correction says what stands already.",
        "请填写与现有记录不同的内容或日期,否则无须更正。",
        "Give a content or a date that differs; else there is nothing to correct.",
    ),
    "correction-concerns-the-same": RuleText(
        "更正不得改变记录所涉及的机构、联动创新区或其他事项。",
        "A correction may not change the organisations, zones or other cases that the event concerns.",
        "如办理对象有误,请按程序另行办理相应步骤。",
        "If it concerned the wrong one, take the step that undoes it and act anew.",
    ),
    "correction-date-in-order": RuleText(
        "更正后的日期不在可填写的范围内({first} 至 {last})。",
        "The corrected date lies outside what is possible ({first} to {last}).",
        "日期不得晚于今天;事项的首个记录不得晚于其后各步骤,其后各步骤不得早于首个记录。",
        "No date lies in the future; the first event of a case comes no later than the others, these no earlier than it.",
    ),
    "correction-keeps-the-judgement": RuleText(
        "更正“{type}”不得改变当时的认定、评分和由此得出的结果。",
        "Correcting “{type}” may not change what was found or scored then, nor what was reckoned from it.",
        "理由和依据可以更正;认定或评分有误的,请按程序撤回、复核或重新决定。",
        "Reasons and evidence can be corrected; if the finding was wrong, withdraw, appeal, or decide anew.",
    ),
    "correction-keeps-the-course": RuleText(
        "更正“{type}”将改变事项的办理结果,更正只能修正所记内容。",
        "Correcting “{type}” so would change the course of the case; a correction only puts right what was written.",
        "如决定有误,请按程序撤回、复核或重新决定。",
        "If the decision was wrong, withdraw it, appeal against it, or decide anew.",
    ),
}
