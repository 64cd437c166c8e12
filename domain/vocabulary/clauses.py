"""The clauses of the plan and of the conventions in a few words, and what the tables for readers are headed by."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "clause.一(二)": Term("发展目标：每年建设 5 个左右", "The aim: about five zones a year"),
    "clause.二(一)1": Term("依托市级及以上开放平台", "Built on an open platform of municipal level or above"),
    "clause.二(一)2": Term("四至范围明确，管理机构独立健全", "A clear boundary, a sound body of its own"),
    "clause.二(一)3": Term("符合总体要求", "Fits the overall requirements"),
    "clause.二(一)4": Term("复制推广积极，改革意愿强", "Eager to replicate and to reform"),
    "clause.二(一)5": Term("有与片区联动的产业方向", "An industry to link with a section"),
    "clause.二(二)1": Term("申报内容：基本情况和区位", "Contents: the platform and its situation"),
    "clause.二(二)2": Term("申报内容：领导体制和工作机制", "Contents: how it is led and works"),
    "clause.二(二)3": Term("申报内容：产业、外贸外资和产业联动", "Contents: industry, trade, investment, linkage"),
    "clause.二(二)4": Term("申报内容：复制推广和改革经验", "Contents: replication and its own reforms"),
    "clause.二(三)1": Term("申报主体提交书面申请", "The applicant files in writing"),
    "clause.二(三)2": Term("初核、专家评审、建议名单、审议", "Eligibility, expert review, shortlist, deliberation"),
    "clause.二(三)3": Term("市政府批准后挂牌", "The plaque after the government's approval"),
    "clause.三(一)": Term("权力下放和政策协同", "Delegated powers and policies in step"),
    "clause.三(二)": Term("推广改革经验（首要任务）", "Replicating experience (the first task)"),
    "clause.三(三)": Term("联动试验、联动创新", "Joint trials and innovation"),
    "clause.三(四)": Term("区域联合招商", "Winning investment together"),
    "clause.三(五)": Term("现代开放产业体系", "Industries linked with the sections"),
    "clause.三(六)": Term("互联互通", "Connectivity"),
    "clause.四(一)": Term("组织领导：建设方案、协调事项", "Leadership: construction plans, matters to coordinate"),
    "clause.四(二)": Term("政策支持", "Policy support"),
    "clause.四(三)": Term("评审实施细则和指标体系", "The rulebook and its indicators"),
    "clause.四(四)": Term("综合评估和退出", "Evaluation and exit"),
    "clause.四(五)": Term("宣传引导", "Publicity"),
    "clause.系统约定 1": Term("机构与经办人", "Organisations and officials"),
    "clause.系统约定 2": Term("只增不改，差错更正", "Nothing is edited; mistakes are corrected"),
    "clause.系统约定 10": Term("期限", "Deadlines"),
    "column.clause": Term("条款", "Clause"),
    "column.commands_names": Term("命令", "Commands"),
    "column.events_names": Term("事件", "Events"),
    "column.views_names": Term("视图", "Views"),
    "column.test_names": Term("测试", "Tests"),
    "own": Term("本单位", "its own"),
    "any": Term("全部", "any"),
    "cli.help.clauses": Term("方案条款与命令、事件、视图、测试对照", "the plan's clauses with their commands, events, views and tests"),
    "cli.help.permissions": Term("谁可以发送什么命令", "who may send which command"),
}  # fmt: skip

RULES: dict[str, RuleText] = {}
