"""Words of the doors: what is wrong with a message to the command or the query door, and what to do about it."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "field.entity": Term("事项编号", "entity"),
    "field.expected": Term("所见版本", "expected version"),
    "field.correlation": Term("关联编号", "correlation id"),
    "field.data": Term("内容", "data"),
    "type.object": Term("对象", "an object"),
    "type.array": Term("列表", "a list"),
    "type.string": Term("文字", "a text"),
    "type.integer": Term("整数", "an integer"),
    "type.number": Term("数字", "a number"),
    "type.boolean": Term("true 或 false", "true or false"),
    "type.date": Term("日期(YYYY-MM-DD)", "a date (YYYY-MM-DD)"),
    "type.uuid": Term("UUID", "a UUID"),
    "type.other": Term("所要求的类型", "of the type asked for"),
    "weights must sum to 100 and codes must differ": Term(
        "权重之和须为 100 且代码不得重复", "weights must sum to 100 and codes must differ"
    ),
    "audit-timeline": Term("事项时间线", "timeline of an entity"),
    "audit-view": Term("视图回溯", "view as of a date"),
    "office-robot": Term("领导小组办公室系统", "robot of the Leading Group Office"),
    "office.first-official": Term("值班员", "duty officer"),
    "up.server": Term("启动消息服务器", "starting the server"),
    "up.streams": Term("核对事件日志设置", "checking the log's settings"),
    "up.services": Term("启动各项服务", "starting the services"),
    "up.page": Term("等待页面就绪", "waiting for the page"),
    "up.ready": Term("系统已就绪", "the system is ready"),
    "flaw.not-closed": Term("首尾坐标不一致,未闭合", "a ring does not end where it begins"),
    "flaw.not-in-municipality": Term(
        "有坐标超出市域范围(或经纬度颠倒)",
        "a point lies outside the municipality (or longitude and latitude are exchanged)",
    ),
    "flaw.empty": Term("面积为零", "it encloses no area"),
    "flaw.crosses-itself": Term("边界自相交", "it crosses itself"),
    "flaw.rings-clash": Term("内外环相互冲突", "its rings clash with each other"),
}

_FIX = "请按接口说明更正后,以同一指令编号重新发送。"
_FIX_EN = "Correct it as the interface describes and send the command again under the same id."
_SAME = "可以用同一指令编号原样重发,不会重复办理。"
_SAME_EN = "Send the same command again under the same id; it will not be carried out twice."

RULES = {
    "bad-subject": RuleText(
        "主题“{subject}”不符合 cmd.<机构>.<类别>.<指令>。",
        "The subject “{subject}” is not of the form cmd.<organisation>.<category>.<command>.",
        "请核对机构、类别与指令名称:小写字母、数字和单个连字符。",
        "Check organisation, category and command: lower-case letters, digits and single hyphens.",
    ),
    "unknown-command": RuleText(
        "没有名为“{name}”的指令。",
        "There is no command “{name}”.",
        "该类别可用的指令:{known}。",
        "Known commands of this kind: {known}.",
    ),
    "body-too-large": RuleText(
        "消息长 {size} 字节,超过上限 {limit} 字节。",
        "The message has {size} bytes, more than the limit of {limit}.",
        "文件正文请存入对象存储,消息中只写其摘要(SHA-256)、大小和名称。",
        "Keep documents in the object store and send their digest (SHA-256), size and name only.",
    ),
    "body-not-json": RuleText(
        "消息正文不是 UTF-8 编码的 JSON:{reason}。",
        "The body is not JSON in UTF-8: {reason}.",
        '正文应为一个 JSON 对象,例如 {{"id": ..., "entity": ..., "official": ..., "data": {{...}}}}。',
        'The body is one JSON object: {{"id": ..., "entity": ..., "official": ..., "data": {{...}}}}.',
    ),
    "body-nested-too-deep": RuleText(
        "消息正文嵌套过深。",
        "The body is nested too deeply.",
        _FIX,
        _FIX_EN,
    ),
    "body-not-an-object": RuleText(
        "消息正文是 JSON,但不是对象。",
        "The body is JSON, but not an object.",
        '正文应为一个 JSON 对象,例如 {{"id": ..., "entity": ..., "official": ..., "data": {{...}}}}。',
        'The body is one JSON object: {{"id": ..., "entity": ..., "official": ..., "data": {{...}}}}.',
    ),
    "duplicate-key": RuleText(
        "“{key}”在同一对象中出现了两次,无法判断以哪个为准。",
        "“{key}” stands twice in one object; nobody can tell which is meant.",
        _FIX,
        _FIX_EN,
    ),
    "forbidden-character": RuleText(
        "“{what}”含有控制字符(如 U+0000),无法保存。",
        "“{what}” holds a control character (such as U+0000), which cannot be kept.",
        _FIX,
        _FIX_EN,
    ),
    "number-too-large": RuleText(
        "“{what}”的数字超出 64 位整数的范围,无法保存。",
        "“{what}” is a number beyond 64 bits, which cannot be kept.",
        _FIX,
        _FIX_EN,
    ),
    "field-unknown": RuleText(
        "指令“{command}”没有字段“{what}”。",
        "The command “{command}” has no field “{what}”.",
        "请删除该字段或更正其名称后重新发送。",
        "Take the field out or correct its name, and send the command again.",
    ),
    "field-missing": RuleText(
        "缺少字段“{what}”。",
        "The field “{what}” is missing.",
        "请补充该字段后重新发送。",
        "Add the field and send the command again.",
    ),
    "field-type": RuleText(
        "“{what}”应为{wanted}。",
        "“{what}” must be {wanted}.",
        _FIX,
        _FIX_EN,
    ),
    "field-too-short": RuleText(
        "“{what}”至少应有 {limit} 个字。",
        "“{what}” must have at least {limit} characters.",
        _FIX,
        _FIX_EN,
    ),
    "field-too-long": RuleText(
        "“{what}”最多 {limit} 个字。",
        "“{what}” may have at most {limit} characters.",
        _FIX,
        _FIX_EN,
    ),
    "field-too-few": RuleText(
        "“{what}”至少应有 {limit} 项。",
        "“{what}” must have at least {limit} entries.",
        _FIX,
        _FIX_EN,
    ),
    "field-too-many": RuleText(
        "“{what}”最多 {limit} 项。",
        "“{what}” may have at most {limit} entries.",
        _FIX,
        _FIX_EN,
    ),
    "field-out-of-range": RuleText(
        "“{what}”应{bound}。",
        "“{what}” must be {bound}.",
        _FIX,
        _FIX_EN,
    ),
    "field-choice": RuleText(
        "“{what}”不在可选值之列。",
        "“{what}” is none of the values to choose from.",
        "可选值:{expected}。",
        "Choose from: {expected}.",
    ),
    "field-pattern": RuleText(
        "“{what}”的格式不符。",
        "“{what}” is not of the form asked for.",
        "应符合:{pattern}",
        "It must match: {pattern}",
    ),
    "field-value": RuleText(
        "“{what}”的值无效:{reason}。",
        "The value of “{what}” is not valid: {reason}.",
        _FIX,
        _FIX_EN,
    ),
    "command-id-reused": RuleText(
        "指令编号“{command}”已用于另一指令(“{entity}”,第 {position} 位)。",
        "The command id “{command}” was already used for another command (“{entity}”, at position {position}).",
        "新的指令须用新的编号;只有原样重发才用原编号。",
        "Give a new command a new id; only a repetition of the same command keeps its id.",
    ),
    "contended": RuleText(
        "“{entity}”同时被多方办理,本次未能轮到。",
        "Many act on “{entity}” at once; this command did not get its turn.",
        _SAME,
        _SAME_EN,
    ),
    "busy": RuleText(
        "同时办理的指令过多({limit})。",
        "Too many commands are being handled at once ({limit}).",
        _SAME,
        _SAME_EN,
    ),
    "store-unavailable": RuleText(
        "事件日志暂不可写:{reason}。未保存任何内容。",
        "The event log cannot be written at present: {reason}. Nothing was stored.",
        "请稍后" + _SAME,
        "In a while: " + _SAME_EN,
    ),
    "store-unreadable": RuleText(
        "事件日志暂不可读:{reason}。",
        "The event log cannot be read at present: {reason}.",
        "请稍后重新查询。",
        "Ask again in a while.",
    ),
    "outcome-unknown": RuleText(
        "与事件日志的连接中断,无法确认指令是否已保存。",
        "The connection to the event log broke; whether the command was stored is not known.",
        _SAME,
        _SAME_EN,
    ),
    "unreadable-history": RuleText(
        "“{entity}”的历史中有本版本无法读取的事件({type},第 {position} 位)。",
        "The history of “{entity}” holds an event that this version cannot read ({type}, at position {position}).",
        "请将软件升级到写入该事件的版本后重试。",
        "Upgrade the software to the version that wrote it, and try again.",
    ),
    "internal-error": RuleText(
        "系统内部错误,已记录(关联编号 {correlation})。未确认保存任何内容。",
        "An internal error occurred and was logged (correlation {correlation}). Nothing is confirmed as stored.",
        "请将关联编号告知运维人员。",
        "Give the correlation id to the operators.",
    ),
    "unknown-query": RuleText(
        "没有名为“{query}”的查询。",
        "There is no query “{query}”.",
        "可用的查询:{known}。",
        "Known queries: {known}.",
    ),
    "query-role-may-not": RuleText(
        "“{role}”无权进行“{query}”查询。",
        "The role “{role}” may not ask for “{query}”.",
        "此查询由审计监督机构和领导小组办公室使用。",
        "It is for auditors and the Leading Group Office.",
    ),
    "unknown-view": RuleText(
        "没有名为“{view}”的视图。",
        "There is no view “{view}”.",
        "可用的视图:{known}。",
        "Known views: {known}.",
    ),
}
