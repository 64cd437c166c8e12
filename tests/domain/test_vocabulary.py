"""Every word that a user sees is there in Simplified Chinese and in English, and no word is there for nothing."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from pydantic import BaseModel

import domain
from domain.catalogue import DECIDERS, commands, events
from domain.kernel import Refused, Role
from domain.vocabulary import RULES, TERMS, filled, term
from domain.vocabulary.words import RuleText
from tests.domain.examples import fields_of, unwrapped

ROOT = Path(domain.__file__).parent.parent
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMES_THE_OTHER_LANGUAGE = {"page.language", "page.language.label"}
"""The switch between the languages is written in the one that it switches to."""
SOURCES = ("*.py", "*.html", "*.jinja", "*.js")


class Raised(NamedTuple):
    """One place in the code that refuses: the rule, the details it gives, and where it stands."""

    rule: str
    details: frozenset[str]
    where: str


def refusals() -> Iterator[Raised]:
    """Every `Refused("...", ...)` in the domain."""
    for path in sorted((ROOT / "domain").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"):
                continue
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            rule = node.args[0] if node.args else None
            assert isinstance(rule, ast.Constant), f"{where}: the rule is not written out"
            assert isinstance(rule.value, str)
            details = frozenset(each.arg for each in node.keywords if each.arg) - {"clause", "field"}
            yield Raised(rule.value, details, where)


RAISED = list(refusals())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def shown_enums() -> dict[str, set[str]]:
    """Every StrEnum of the domain with its values: stages, roles, kinds, outcomes."""
    found: dict[str, set[str]] = {}
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum:
                found[f"{each.__module__}.{each.__name__}"] = {member.value for member in each}
    return found


def fields() -> set[str]:
    """The names of all fields of commands and events, however deep."""
    found: set[str] = set()
    seen: set[type[BaseModel]] = set()
    models: list[type[BaseModel]] = [*commands().values(), *events().values()]
    while models:
        model = models.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, hint in fields_of(model).items():
            found.add(name)
            models.extend(models_in(hint))
    return found


def models_in(hint: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - a type hint has no narrower type
    bare = unwrapped(hint)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return [bare]
    return [model for inner in get_args(bare) if not isinstance(inner, str) for model in models_in(inner)]


def needed() -> set[str]:
    """Every key that the domain itself shows to somebody."""
    values = {value for members in shown_enums().values() for value in members}
    return {*DECIDERS, *commands(), *events(), *values, *(f"field.{name}" for name in fields())}


def test_every_event_command_category_stage_kind_and_field_has_a_word() -> None:
    assert sorted(needed() - set(TERMS)) == []


def test_every_role_has_a_word() -> None:
    assert all(term(role.value).zh != role.value for role in Role)


@pytest.mark.parametrize("key", sorted(TERMS))
def test_a_word_is_there_in_both_languages(key: str) -> None:
    word = TERMS[key]
    assert word.zh.strip()
    assert word.en.strip()
    assert key in NAMES_THE_OTHER_LANGUAGE or not HAN.search(word.en), f"Chinese in the English word for {key}"


def test_every_rule_that_the_domain_raises_has_its_text() -> None:
    assert [raised for raised in RAISED if raised.rule not in RULES] == []


@pytest.mark.parametrize("raised", RAISED, ids=lambda raised: raised.where)
def test_a_refusal_gives_every_detail_that_its_text_speaks_of(raised: Raised) -> None:
    text = RULES[raised.rule]
    assert set().union(*map(placeholders, text)) <= raised.details


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_says_the_same_in_both_languages(rule: str) -> None:
    text = RULES[rule]
    assert all(part.strip() == part != "" for part in text)
    assert placeholders(text.zh) == placeholders(text.en)
    assert placeholders(text.advice_zh) == placeholders(text.advice_en)
    assert HAN.search(text.zh)
    assert HAN.search(text.advice_zh)


def outside_the_vocabulary() -> str:
    """All code and pages in which a key could be used."""
    folders = [ROOT / name for name in ("domain", "projections", "services", "tools") if (ROOT / name).exists()]
    files = [path for folder in folders for pattern in SOURCES for path in sorted(folder.rglob(pattern))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.parent.name != "vocabulary")


def test_no_rule_is_there_for_nothing() -> None:
    code = outside_the_vocabulary()
    assert [rule for rule in RULES if f'"{rule}"' not in code] == []


def test_no_word_is_there_for_nothing() -> None:
    code = outside_the_vocabulary()
    idle = [key for key in sorted(set(TERMS) - needed()) if not is_used(key, code)]
    assert idle == []


def is_used(key: str, code: str) -> bool:
    """Whether a key stands in the code: whole, or put together from its beginning or its end."""
    beginning, _, end = key.rpartition(".")
    whole = f'"{key}"' in code or f"'{key}'" in code
    made = f'"{beginning}.{{' in code or f'"{beginning}." ~' in code
    grown = f'}}.{end}"' in code or f'~ ".{end}"' in code
    return whole or made or (grown and is_used(beginning, code))


def test_a_key_without_a_word_stands_for_itself() -> None:
    assert term("high-tech-committee") == ("high-tech-committee", "high-tech-committee")


def test_an_id_in_a_refusal_stays_what_it_is_even_if_it_is_spelt_like_a_word() -> None:
    text = filled("own-platform", {"platform": "high-tech-zone", "org": "public"})
    assert text.zh == "“high-tech-zone”不是机构“public”所管的开放平台。"
    assert text.en == "The platform “high-tech-zone” is not one that “public” answers for."
    assert filled("award-among-claimants", {"zone": "open", "claimants": "nobody"}).zh.endswith("已提出的有:无。")


def test_a_refusal_is_filled_in_the_reader_s_language() -> None:
    refusal = Refused("role-may-not", clause="", role="expert", command="application.file", by="committee, auditor")
    text = filled(refusal.rule, refusal.details)
    assert text.zh == "“评审专家”无权办理“提交申报”。"
    assert text.en == "The role “expert” may not send “File”."
    assert text.advice_zh == "此事项由以下机构办理:开放平台管委会、审计监督。"
    assert text.advice_en == "It is for: open platform committee, auditor."
    assert isinstance(text, RuleText)
