"""The first page in a real browser: readable in both languages, live with scripts, whole without them, and quiet."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from services.commands.client import CommandClient
from services.ledger.connection import connect
from services.scenario.applications import admitted
from services.scenario.cast import Site, first_batch, invented_park
from services.scenario.play import play
from services.scenario.steps import Case, Phase, Scenario
from services.scenario.timetable import INVENTED
from tests.system import System

pytestmark = pytest.mark.browser

QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
NEW_ZONE = invented_park()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no chromium: apt-get install chromium fonts-noto-cjk")
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """A page that was opened, and everything that its browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note errors, warnings, and violations of the content security policy."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)

    def _answered(self, response: Response) -> None:
        if not response.ok:
            self.complaints.append(f"{response.url}: {response.status}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, system: System) -> Iterator[Visit]:
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 1400}) as context:
        visit = Visit(context.new_page())
        visit.listen()
        visit.page.goto(system.web_url)
        yield visit


def names(page: Page) -> set[str]:
    """The zones' names in the page's language."""
    return {text.split("\n")[0] for text in page.locator("tbody th[scope=row]").all_inner_texts()}


def test_the_page_shows_the_ten_zones_of_the_first_batch_in_chinese(visit: Visit) -> None:
    shown = " ".join(names(visit.page))
    assert [site.facts.name for site in first_batch() if site.facts.name not in shown] == []
    assert visit.page.locator("html").get_attribute("lang") == "zh-Hans"
    row = visit.page.locator("#zone-changshou-etdz")
    assert "运行" in row.inner_text()
    assert "长寿区" in row.inner_text()
    assert "2021-11-02" in row.inner_text()


def test_the_page_says_that_its_data_are_a_demonstration(visit: Visit) -> None:
    expect(visit.page.get_by_text("演示数据")).to_be_visible()
    assert visit.page.locator("#zone-wanzhou-etdz .mark").inner_text() == "演示"


def test_the_page_says_from_which_position_it_was_drawn(visit: Visit) -> None:
    expect(visit.page.get_by_text("数据截至记录第")).to_be_visible()


def test_the_table_can_be_read_by_a_screen_reader(visit: Visit) -> None:
    page = visit.page
    assert "联动创新区名录" in page.locator("table caption").inner_text()
    assert page.locator("thead th:not([scope=col])").count() == 0
    assert page.locator("tbody tr").count() == page.locator("tbody th[scope=row]").count()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#register"


def test_every_chinese_character_has_a_font(visit: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    visit.page.screenshot(path=picture, full_page=True)
    widths = visit.page.evaluate(
        """() => ["运", "\\u{10ffff}"].map(text => {
             const canvas = document.createElement("canvas").getContext("2d");
             canvas.font = "40px " + getComputedStyle(document.body).fontFamily;
             canvas.fillText(text, 0, 40);
             return Array.from(canvas.getImageData(0, 0, 60, 60).data).join();
           })"""
    )
    assert widths[0] != widths[1], "Chinese is drawn as the box of a missing character: apt-get install fonts-noto-cjk"
    assert picture.stat().st_size > 20_000


def test_english_is_one_click_away(visit: Visit) -> None:
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    assert "Wanzhou Economic and Technological Development Zone" in " ".join(names(visit.page))
    expect(visit.page.get_by_text("Demonstration data")).to_be_visible()


def test_a_browser_that_asks_for_english_gets_english(browser: Browser, system: System) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(system.web_url)
        assert page.title().startswith("Linked Innovation Zones")


def test_the_page_is_whole_without_scripts_and_can_be_refreshed(browser: Browser, system: System) -> None:
    with browser.new_context(locale="zh-CN", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(system.web_url)
        assert page.locator("tbody tr").count() >= 12
        expect(page.get_by_text("名录随记录自动更新")).to_be_hidden()
        page.get_by_role("link", name="刷新").click()
        assert page.locator("tbody tr").count() >= 12


def test_a_newly_unveiled_plaque_appears_without_reloading_the_page(visit: Visit, system: System) -> None:
    page = visit.page
    expect(page.get_by_text("名录随记录自动更新")).to_be_visible()
    page.evaluate("document.body.dataset.since = 'the first load'")
    expect(page.locator(f"#zone-{NEW_ZONE.id}")).to_have_count(0)
    unveil(system, NEW_ZONE)
    expect(page.locator(f"#zone-{NEW_ZONE.id}")).to_contain_text(NEW_ZONE.facts.name, timeout=20_000)
    assert page.evaluate("document.body.dataset.since") == "the first load"
    assert visit.complaints == []


def test_the_browser_has_nothing_to_complain_of(visit: Visit) -> None:
    expect(visit.page.get_by_text("名录随记录自动更新")).to_be_visible()
    visit.page.reload()
    expect(visit.page.get_by_text("名录随记录自动更新")).to_be_visible()
    assert visit.complaints == []


def test_scripts_from_elsewhere_and_in_the_page_are_forbidden(visit: Visit, system: System) -> None:
    policy = httpx.get(system.web_url).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    visit.page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)"
    )
    assert visit.page.evaluate("window.broken") is None
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)


def test_a_page_that_does_not_exist_says_so_in_the_reader_s_language(browser: Browser, system: System) -> None:
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        answer = page.goto(f"{system.web_url}nowhere")
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_text("没有这个页面。")).to_be_visible()


def test_health_is_told_to_machines(system: System) -> None:
    answer = httpx.get(f"{system.web_url}health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "live"
    assert answer.json()["position"] > 600


def unveil(system: System, site: Site) -> None:
    """Take a second application of a platform, whose first one was declined, from filing to plaque."""
    case = Case("newcomer", tuple(admitted(site, f"{site.id}--2", INVENTED)))
    story = Scenario("browser", (Phase("scenario.phase.applications", (case,)),))

    async def played() -> None:
        async with await connect(system.nats_url) as client:
            await play(CommandClient(client), story)

    with ThreadPoolExecutor(1) as elsewhere:  # this thread's event loop is the browser's
        elsewhere.submit(lambda: asyncio.run(played())).result()
