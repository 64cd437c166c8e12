"""Every word of the command line and of the page stands in the vocabulary, in both languages."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from domain.vocabulary import RULES, TERMS
from projections.catalogue import PROJECTIONS
from services.cli.speech import Language, chosen
from services.scenario.expectations import expectations
from services.scenario.first_batch import first_batch

CLI = Path(str(files("services.cli")))
PAGE = Path(str(files("services.console")))


def found(pattern: str, *folders: Path) -> set[str]:
    texts = [
        file.read_text("utf-8") for folder in folders for file in folder.rglob("*.*") if file.suffix in {".py", ".html"}
    ]
    return {match for text in texts for match in re.findall(pattern, text)}


def test_every_sentence_that_is_said_stands_in_the_vocabulary() -> None:
    said = found(r"""say\(["']([a-z.-]+)["']""", CLI, PAGE) | found(r'Finding\(\s*"([a-z.-]+)"', CLI)
    assert len(said) > 60
    assert said - TERMS.keys() == set()


def test_every_failure_has_its_text_and_its_remedy() -> None:
    rules = found(r'Failure\(\s*"([a-z-]+)"', CLI) | found(r'": "(cli-[a-z-]+)"', CLI)
    assert len(rules) > 20
    assert rules - RULES.keys() == set()


def test_no_text_of_the_command_line_is_said_by_nobody() -> None:
    source = "\n".join(file.read_text("utf-8") for file in CLI.rglob("*.py"))
    unsaid = {rule for rule in RULES if rule.startswith("cli-") and rule not in source}
    assert unsaid == set()


def test_every_command_option_and_argument_is_explained() -> None:
    options = found(r'option\("[a-z_]+", "([a-z-]+)"', CLI) | {
        "lang",
        "debug",
        "data",
        "nats-url",
        "database-url",
        "json",
    }
    arguments = found(r'argument\("([a-z-]+)"', CLI)
    commands = found(r"^(?:async )?def ([a-z]+_[a-z]+|up|demo|send|rebuild|doctor|bench)\(here", CLI)
    assert {f"cli.option.{each}" for each in options} <= TERMS.keys()
    assert {f"cli.argument.{each}" for each in arguments} <= TERMS.keys()
    assert {f"cli.help.{each}" for each in commands} <= TERMS.keys()


def test_every_view_every_phase_and_every_line_of_the_summary_has_a_name() -> None:
    keys = {f"view.{name}" for name in PROJECTIONS} | {phase.name for phase in first_batch().phases}
    keys |= {expected.key for expected in expectations(first_batch())} | {"scenario.first-batch"}
    assert keys - TERMS.keys() == set()


def test_every_column_of_every_view_has_a_name() -> None:
    columns = {
        column
        for view in PROJECTIONS.values()
        for table in view.tables
        for column in [*(each.name for each in table.columns), *view.derived.get(table.name, {})]
    }
    unnamed = {each for each in columns if not {f"column.{each}", f"field.{each}", each} & TERMS.keys()}
    assert unnamed == set()


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, Language.ZH),
        ([], {"LANG": "C.UTF-8"}, Language.ZH),
        ([], {"LANG": "en_GB.UTF-8"}, Language.EN),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, Language.ZH),
        ([], {"LANG": "zh_CN.UTF-8", "LIANDONG_LANG": "en"}, Language.EN),
        (["zone", "list", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}, Language.EN),
        (["--lang=zh"], {"LANG": "en_US"}, Language.ZH),
        (["--lang"], {}, Language.ZH),
        (["--lang", "fr"], {"LANG": "en_US"}, Language.EN),
    ],
)
def test_the_language_is_asked_for_or_the_locale_s_and_chinese_where_nothing_says_english(
    arguments: list[str], environment: dict[str, str], language: Language
) -> None:
    assert chosen(arguments, environment) is language
