"""Words of the simulation: its figures, and each thing that must never be otherwise."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

# One line a word: as a table it is read, in three lines each it would be searched.
TERMS = {
    "cli.help.simulate": Term("模拟多年虚构业务并逐步核对不变性质", "simulate years of invented business and check it at every step"),
    "cli.option.years": Term("模拟的年数", "how many years"),
    "cli.option.seeds": Term("随机种子个数", "how many seeds"),
    "cli.option.first-seed": Term("第一个随机种子", "the first seed"),
    "cli.option.zones": Term("开放平台个数（可能成为联动创新区）", "how many platforms that may become zones"),
    "cli.option.jobs": Term("并行进程数", "how many processes side by side"),
    "simulate.seeds": Term("随机种子", "seeds"),
    "simulate.steps": Term("命令", "commands"),
    "simulate.refused": Term("其中不予受理", "of them refused"),
    "simulate.events": Term("记录", "events"),
    "simulate.seconds": Term("用时（秒）", "seconds"),
    "simulate.per_second": Term("每秒命令", "commands a second"),
    "simulate.violations": Term("违反不变性质", "violations"),
    "simulate.broken": Term("种子 {seed}：{invariant}——{found}。最短命令序列：", "Seed {seed}: {invariant} - {found}. The shortest list of commands that shows it:"),
    "invariant.a-command-is-decided-or-refused-and-nothing-else": Term("命令要么办理，要么按规则不予受理，别无其他", "a command is decided or refused, and nothing else"),
    "invariant.a-refusal-is-said-in-both-languages": Term("不予受理须以中英文说明规则、依据", "a refusal is said in both languages, with its clause"),
    "invariant.a-repeated-command-changes-nothing": Term("重复发送的命令不产生任何变化", "a repeated command changes nothing"),
    "invariant.an-event-delivered-again-asks-for-nothing-new": Term("重复投递的记录不引起新的办理", "an event delivered again asks for nothing new"),
    "invariant.a-history-counts-from-one-in-the-order-of-the-log": Term("事项记录从一起连续编号，次序与日志一致", "a history counts from one, in the order of the log"),
    "invariant.no-legal-date-lies-in-the-future": Term("生效日期不在将来，不早于事项起始", "no legal date lies in the future, or before its case began"),
    "invariant.a-state-is-what-its-history-says": Term("事项现状可由其记录重现", "a state is what its history says"),
    "invariant.a-lead-has-one-owner": Term("线索在任一时刻有且只有一个归属", "a lead has one owner at every moment"),
    "invariant.no-power-is-delegated-without-four-findings": Term("未经四项评估均符合，不下放权力", "no power is delegated without four findings, all met"),
    "invariant.nobody-becomes-a-zone-but-by-the-whole-procedure": Term("未经全部程序，不成为联动创新区", "nobody becomes a zone but by the whole procedure"),
    "invariant.a-platform-has-one-living-application": Term("每个平台同时只有一件申报", "a platform has one living application"),
    "invariant.no-zone-leaves-unevaluated-unheard-or-unapproved": Term("未经评估、听取意见和批准，不实施退出", "no zone leaves unevaluated, unheard or unapproved"),
    "invariant.no-withdrawn-zone-holds-anything": Term("已退出的联动创新区不再承接任何事项", "no withdrawn zone holds anything"),
    "invariant.every-overdue-clock-has-its-event": Term("每一逾期、届满都有记录", "every overdue clock has its event"),
    "invariant.whatever-waits-has-its-clock-and-nothing-else-has": Term("待办事项均在计时，已办事项不再计时", "whatever waits has its clock, and nothing else has"),
    "invariant.no-trial-runs-on-a-risk-out-of-control": Term("风险未认定可控，不开展试验", "no trial runs on a risk out of control"),
    "invariant.no-policy-applies-without-an-accepted-risk": Term("风险未经评估接受，不适用政策", "no policy applies without an accepted risk"),
    "invariant.a-view-says-what-the-state-says": Term("视图与事项现状一致", "a view says what the state says"),
    "invariant.a-view-is-a-fold-from-zero": Term("视图与从头重算一致", "a view is a fold from zero"),
    "invariant.a-view-is-what-the-database-holds": Term("视图与入库重算一致", "a view is what the database holds"),
}  # fmt: skip

RULES = {
    "simulation-broken": RuleText(
        "模拟发现 {count} 处违反不变性质。",
        "The simulation found {count} violations of what must never be otherwise.",
        "请按列出的种子和最短命令序列复现并修正。",
        "Reproduce each from its seed and its shortest list of commands, and mend it.",
    ),
}
