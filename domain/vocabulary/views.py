"""Words of the views: their names, their columns, how they stand, and what is said when one stands still or is misread."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "view-status.live": Term("实时", "live"),
    "view-status.building": Term("重建中", "being built"),
    "view-status.stopped": Term("已停止更新", "stopped"),
}

RULES = {
    "view-unknown-type": RuleText(
        "位置 {position} 的事件类型“{type}”不为本版本所识别,视图停在此前。",
        "The type “{type}” of the event at position {position} is unknown to this version; the view stands before it.",
        "请升级软件后重新启动,视图将从此处继续;在此之前显示的是旧数据。",
        "Upgrade the software and start it again: the view goes on from here. Until then old rows are shown.",
    ),
    "view-unknown-version": RuleText(
        "位置 {position} 的事件“{type}”是更高的版本,本软件无法读取,视图停在此前。",
        "The event “{type}” at position {position} is of a version that this software cannot read; the view stands before it.",
        "请升级软件后重新启动,视图将从此处继续;在此之前显示的是旧数据。",
        "Upgrade the software and start it again: the view goes on from here. Until then old rows are shown.",
    ),
    "view-invalid": RuleText(
        "位置 {position} 的事件“{type}”内容不符合其格式,视图停在此前。",
        "The event “{type}” at position {position} is not of its schema; the view stands before it.",
        "请查明该事件由谁写入,并使用能读取它的版本;不会跳过任何事件。",
        "Find out who wrote it, and run a version that can read it; no event is skipped.",
    ),
    "view-failed": RuleText(
        "位置 {position} 的事件“{type}”无法写入视图,视图停在此前。",
        "The event “{type}” at position {position} could not be projected; the view stands before it.",
        "请查看投影服务日志中的原因,修正后重新启动;日志中的事件没有丢失。",
        "See the reason in the projector's log, correct it and start again; nothing is lost from the log.",
    ),
    "view-gap": RuleText(
        "事件日志在位置 {position} 处不连续,所有视图停止更新。",
        "The event log is not contiguous at position {position}; every view stands still.",
        "请核对事件存储是否损坏或被替换,从副本恢复后重新启动。",
        "Check whether the event store is damaged or was replaced; restore it from a copy and start again.",
    ),
    "unknown-table": RuleText(
        "该视图没有名为“{table}”的表。",
        "The view has no table “{table}”.",
        "可用的表:{known}。",
        "There are: {known}.",
    ),
    "unknown-column": RuleText(
        "该视图没有名为“{column}”的列。",
        "The view has no column “{column}”.",
        "可用的列:{known}。",
        "There are: {known}.",
    ),
    "value-of-column": RuleText(
        "“{value}”不是“{column}”列的有效取值。",
        "“{value}” is no value of the column “{column}”.",
        "日期写作 2021-11-02,数字只用数字,小数位数不超过该列,是否用 true 或 false。",
        "Write dates as 2021-11-02, numbers in digits with no more decimals than the column has, yes or no as true or false.",
    ),
    "operator-of-column": RuleText(
        "“{column}”列不能以“{operator}”这样比较。",
        "The column “{column}” cannot be compared so by “{operator}”.",
        "该列可用:{known};只有 eq、ne 可与空值(null)比较,列表和对象只用 contains 查其中的文字。",
        "It takes: {known}; only eq and ne compare with nothing (null), and lists and objects are searched by contains.",
    ),
    "choices-of-column": RuleText(
        "“{column}”列的 in 条件应列出一组值,至多 {limit} 个。",
        "The condition in on the column “{column}” takes a list of values, {limit} at most.",
        '请写成列表,例如 ["open", "awarded"];值较多时分几次查询。',
        'Write a list, such as ["open", "awarded"]; ask several times where there are more.',
    ),
    "unsortable-column": RuleText(
        "不能按“{column}”列排序:它是列表或对象。",
        "Rows cannot be sorted by the column “{column}”: it is a list or an object.",
        "可排序的列:{known}。",
        "They can be sorted by: {known}.",
    ),
    "bad-cursor": RuleText(
        "续页标记(after)不是这一查询给出的。",
        "The cursor (after) is none that this question gave.",
        "请原样使用上一页的 next,且查询的其余部分不变;或去掉 after,从第一页开始。",
        "Give the next of the page before as it is, with the rest of the question unchanged; or leave after out and begin anew.",
    ),
    "key-of-view": RuleText(
        "应以该表的主键列指明一行。",
        "A row is named by the columns of its key.",
        "主键列:{known};一列不多,一列不少。",
        "They are: {known}; these and no others.",
    ),
    "no-such-row": RuleText(
        "没有“{entity}”这一行,或您无权查看。",
        "There is no row “{entity}”, or none that you may see.",
        "请核对主键;用视图查询可见您能查看的各行。",
        "Check the key; asking the view shows the rows that you may see.",
    ),
    "why-too-large": RuleText(
        "这一行的由来超过一条消息所能容纳的 {limit} 字节。",
        "What made this row is more than the {limit} bytes that a message holds.",
        "请用 field 只问一列。",
        "Ask for one column with field.",
    ),
    "views-unreadable": RuleText(
        "视图数据库暂时无法读取。",
        "The database of the views cannot be read at the moment.",
        "请稍后以同一查询重试;长时间如此,请运维人员用 liandong doctor 查看。",
        "Ask the same again in a moment; should it last, liandong doctor tells the operator why.",
    ),
    "row-too-large": RuleText(
        "“{entity}”这一行超过一条消息所能容纳的 {limit} 字节。",
        "The row “{entity}” is larger than the {limit} bytes that a message holds.",
        "请用 columns 只取所需的列,其余的列分几次查询。",
        "Name the columns that you need in columns, and ask for the others separately.",
    ),
    "view-behind": RuleText(
        "视图尚未到达记录第 {wanted} 位,现在第 {position} 位。",
        "The view has not come to position {wanted} of the log; it stands at {position}.",
        "请稍后以同一查询重试;长时间如此,请运维人员用 liandong doctor 查看。",
        "Ask the same again in a moment; should it last, liandong doctor tells the operator why.",
    ),
}
