"""Words of the measurements."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "cli.option.postgres-url": Term(
        "用于对照的 PostgreSQL 地址(默认:本机程序启动的临时集群)",
        "PostgreSQL for the comparison (default: a temporary cluster of this machine's own programs)",
    ),
    "cli.argument.bench_what": Term(
        "测什么：system 系统性能，duplicates 疑似重复的查准与查全，import 台账导入",
        "what to measure: system (its speed), duplicates (how well they are found), import (of a ledger)",
    ),
    "cli.option.pairs": Term("虚构的线索对数", "how many invented pairs of leads"),
    "cli.option.seed": Term("随机种子", "seed of the invention"),
    "bench.duplicates": Term("疑似重复线索：查准与查全", "Suspected duplicates: precision and recall"),
    "bench.precision": Term("查准率（逐对）", "precision, pair by pair"),
    "bench.recall": Term("查全率（逐对）", "recall, pair by pair"),
    "bench.crowd-leads": Term("同时在库线索", "leads that stand at once"),
    "bench.crowd-precision": Term("查准率（对全部线索）", "precision against all of them"),
    "bench.crowd-p50_ms": Term("一次查找，中位数 毫秒", "one look, p50 ms"),
    "bench.crowd-p99_ms": Term("一次查找，99 分位 毫秒", "one look, p99 ms"),
    "cli.option.rows": Term("台账的行数", "rows of the ledger"),
    "bench.import": Term("台账导入（线索，xlsx）", "Import of a ledger (leads, xlsx)"),
    "bench.direct": Term("直接发送同样的命令", "the same commands, sent directly"),
    "bench.import.rows": Term("行数", "rows"),
    "bench.import.accepted": Term("已导入", "imported"),
    "bench.import.seconds": Term("全程 秒", "all of it, s"),
    "bench.import.rows_per_s": Term("每秒行数", "rows per second"),
    "bench.import.reading_s": Term("其中：逐格核对 秒", "of it looking at every cell, s"),
    "bench.import.sending_s": Term("其中：发送 秒", "of it sending, s"),
    "bench.import.commands_per_s": Term("直接发送同样的命令，每秒", "the same commands sent directly, per second"),
    "bench.import.ratio_vs_commands": Term("导入与直接发送之比", "import against sending directly"),
    "bench.loads": Term("实测负载", "Loads measured"),
    "bench.promises": Term("承诺与实测", "Promised and measured"),
    "bench.figure": Term("项目", "figure"),
    "bench.measured": Term("实测", "measured"),
    "bench.bound": Term("承诺", "promised"),
    "bench.kept": Term("达到", "kept"),
    "per_second": Term("每秒", "per second"),
    "p50_ms": Term("中位数 毫秒", "p50 ms"),
    "p99_ms": Term("99 分位 毫秒", "p99 ms"),
    "bench.raw": Term("nats-py 直接写入(有守卫、已确认)", "bare nats-py append, guarded, acknowledged"),
    "bench.path": Term("完整命令路径(至回执)", "full command path, to the receipt"),
    "bench.library": Term("eventsourcing 应用于 PostgreSQL × 64", "eventsourcing Application on PostgreSQL × 64"),
    "bench.fresh": Term("回执至视图落库(每秒 500 条命令)", "receipt to row, at 500 commands/s"),
    "bench.grow": Term("生成日志", "growing a log"),
    "bench.pull": Term("直接拉取日志", "bare pull loop"),
    "bench.rebuild": Term("重建视图", "rebuild of view"),
    "bench.cold": Term("冷加载", "cold loads"),
    "bench.cold-small": Term("冷加载(小日志)", "cold load, small log"),
    "bench.cold-large": Term("冷加载(大日志)", "cold load, large log"),
    "bench.memory": Term("内存占用", "memory"),
    "bench.quick": Term(
        "小规模测量:大日志为 {events} 条事件,而非一百万条。",
        "A quick measurement: the large log held {events} events, not a million.",
    ),
    "bench.no-postgres": Term(
        "未找到 PostgreSQL,未作对照。安装 postgresql,或给出 --postgres-url。",
        "No PostgreSQL was found, so nothing was compared with it. Install postgresql, or give --postgres-url.",
    ),
}

RULES: dict[str, RuleText] = {}
