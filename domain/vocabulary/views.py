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
        "日期写作 2021-11-02,数字只用数字,是否用 true 或 false。",
        "Write dates as 2021-11-02, numbers in digits, yes or no as true or false.",
    ),
}
