"""Words of the annual target (年度目标). 一(二)"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "target": Term("年度目标", "annual target"),
    "target.set": Term("设定年度目标", "Set annual target"),
    "target-set": Term("已设定", "set"),
    "year": Term("年份", "year"),
}

RULES = {
    "target-is-of-a-year": RuleText(
        "年度目标以年份为编号({first} 至 {last})。",
        "A target is called by its year ({first} to {last}).",
        "请以四位年份作为编号,例如 {first}。",
        "Use the year in four digits as the id, for example {first}.",
    ),
}
