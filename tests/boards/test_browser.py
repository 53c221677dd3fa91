"""The board in a real browser: knobs, figures, exports, the token, and nothing from outside.

Needs an installed chromium and playwright; where they are missing, the tests are skipped and say so.
"""

import contextlib
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
import shop

from sim.results.compare import compare
from sim.spreadsheets import read_plan

PATIENCE, STILL = 60_000, 0.35
pytestmark = [browser.MISSING, *browser.without("panel", "playwright")]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("board") / "shop.yaml"
    path.write_text(shop.TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(file: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "sim", "board", str(file), "--no-show", "--lang", "en"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=(file.parent / "log").open("w"), text=True)
    assert server.stdout
    line = server.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, line
    yield found.group()
    server.terminate()
    server.wait(30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=browser.CHROMIUM, args=browser.ARGUMENTS)
        yield made
        made.close()


class Page:
    """A page with the board, which remembers what it asked for and what went wrong."""

    def __init__(self, chromium: Any, address: str, **settings: Any) -> None:
        self.context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | settings)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(address)
        self.settled()

    def close(self) -> None:
        """Leave the page, which must have gone well and asked this machine alone."""
        self.context.close()
        assert not self.wrong, self.wrong
        outside = [url for url in self.asked if not re.match(browser.INSIDE, url)]
        assert not outside, outside

    def figures(self) -> dict[tuple[str, str], float]:
        """Return what stands on the page: policy and measure -> estimate."""
        rows = self.page.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap((each) => each.shadowRoot
              ? [...each.shadowRoot.querySelectorAll("tr[data-estimate]")].map((row) => ({...row.dataset})) : [])"""
        )
        return {(row["policy"], row["measure"]): float(row["estimate"]) for row in rows}

    def settled(self, before: dict[tuple[str, str], float] | None = None) -> dict[tuple[str, str], float]:
        """Return the figures once they are final, have stood still for a while and are others than before."""
        until, since, last = time.monotonic() + PATIENCE / 1000, time.monotonic(), None
        while time.monotonic() < until:
            self.page.wait_for_timeout(60)
            final = self.page.locator(".status[data-final='1']").count() == 1
            found = self.figures() if final else None
            if found != last or not found or found == before:
                since, last = time.monotonic(), found
            elif time.monotonic() - since > STILL:
                return found
        raise AssertionError(f"the figures do not come: {last}")

    def knob(self, path: str) -> Any:
        """Return a knob, its group unfolded."""
        found = self.page.locator(f"[data-knob='{path}']")
        group = self.page.locator("details.group", has=found)
        if group.get_attribute("open") is None:
            group.locator("> summary").click()
        return found

    def slide(self, path: str, key: str = "ArrowRight", times: int = 3) -> None:
        """Move a slider by the keyboard."""
        found = self.knob(path)
        found.focus()
        for _ in range(times):
            found.press(key)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def undo(self) -> None:
        """Take everything back that was moved."""
        from playwright.sync_api import TimeoutError as Late

        button = self.page.get_by_role("button", name="Undo", exact=True)
        while button.is_enabled():
            with contextlib.suppress(Late):  # the last press has been enough meanwhile
                button.click(timeout=300)
        self.page.get_by_role("button", name="quota", exact=True).wait_for(timeout=PATIENCE)
        self.page.locator("tr[data-policy='quota']").first.wait_for(timeout=PATIENCE)

    def unfold(self, title: str) -> None:
        """Unfold a part."""
        self.page.locator("details > summary", has_text=title).click()


@pytest.fixture(scope="module")
def opened(chromium: Any, address: str) -> Iterator[Page]:
    made = Page(chromium, address)
    yield made
    made.close()


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """The page, as the file is; whatever a test moves is taken back."""
    first = opened.figures()
    yield opened
    opened.undo()
    assert opened.settled() == first


KNOBS = {
    "an amount": lambda page: page.slide("pay/quota/target_rmb"),
    "an amount typed": lambda page: page.page.locator("[data-box='pay/quota/target_rmb']").fill("4321"),
    "a weight": lambda page: page.slide("pay/kpi/weights/gmv", "ArrowLeft"),
    "a curve": lambda page: page.slide("pay/quota/curve/accelerators/0/multiple"),
    "whether it is in force": lambda page: page.knob("pay/quota").uncheck(),
    "a choice": lambda page: page.knob("pay/quota/metric").select_option("orders"),
    "a date": lambda page: page.slide("start", times=2),
    "headcount": lambda page: page.slide("headcount/service", times=1),
    "base pay": lambda page: page.slide("base_change/all", "ArrowLeft"),
    "structure": lambda page: page.knob("structure").select_option("squads"),
    "discretion": lambda page: page.slide("discretion/discount_limit"),
}


def test_every_kind_of_knob_moves_the_figures_and_undo_brings_them_back(page: Page) -> None:
    first = page.figures()
    assert {policy for policy, _ in first} == {"quota"}
    for name, move in KNOBS.items():
        move(page)
        page.page.keyboard.press("Tab")
        assert page.settled(first), name
        page.undo()
        assert page.settled() == first, name


def test_the_export_compares_to_the_numbers_on_the_board(page: Page, tmp_path: Path) -> None:
    before = page.figures()
    page.slide("pay/quota/target_rmb", times=5)
    shown = page.settled(before)
    page.unfold("Take it along")
    saved = {}
    for name in ("The scenario file with it", "The policy as YAML", "Its pay plan as a workbook"):
        with page.page.expect_download(timeout=PATIENCE) as download:
            page.press(name)
        saved[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[name])
    text = saved["The scenario file with it"].read_text(encoding="utf-8")
    command = re.search(r"sim compare board\.yaml (\S+) (\S+) --precision", text)
    assert command and command.groups() == ("today", "quota_2")
    found = compare(saved["The scenario file with it"], list(command.groups()), neutral=False, progress=False)
    for (policy, measure), estimate in shown.items():
        assert estimate == pytest.approx(found.row(policy, measure).estimate, rel=1e-9)
    assert "extends: quota" in saved["The policy as YAML"].read_text(encoding="utf-8")
    assert read_plan(saved["Its pay plan as a workbook"]).pay["quota"].target_rmb > 2500


def test_the_address_holds_the_state(page: Page, chromium: Any) -> None:
    before = page.figures()
    page.slide("pay/quota/target_rmb", times=5)
    shown = page.settled(before)
    again = Page(chromium, page.page.url)
    assert again.figures() == shown
    again.close()


def test_a_knob_that_cannot_stand_there_is_told_and_the_picture_stays(page: Page) -> None:
    before = page.figures()
    page.knob("pay/quota/curve/cap")
    box = page.page.locator("[data-box='pay/quota/curve/cap']")
    box.fill("50")
    box.press("Tab")
    page.page.get_by_role("alert").get_by_text("cap").wait_for(timeout=PATIENCE)
    assert page.figures() == before


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong"])
def test_who_has_no_token_is_refused(address: str, query: str) -> None:
    bare, load = address.partition("?")[0], "&" if query else "?"
    for place in (query, f"ws{query}", f"autoload.js{query}{load}bokeh-autoload-element=1"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(bare + place, timeout=10)
        assert refused.value.code == 403, place


def test_what_is_reckoned_beside_the_picture_is_shown(page: Page) -> None:
    for title, shown in {"Payslip": "pre", "Who gains, who loses": "table", "One more hour": "img"}.items():
        page.unfold(title)
        part = page.page.locator("details.group", has_text=title).last
        part.get_by_role("button", name="Reckon").click()
        part.locator(shown).first.wait_for(timeout=PATIENCE)


def test_a_person_in_the_picture_is_clicked_on_for_the_payslip(page: Page) -> None:
    page.unfold("Who turns to whom")
    part = page.page.locator("[data-detail=network]")
    part.get_by_role("button", name="Reckon").click()
    person = part.locator("[data-seat='operations 2'][data-policy='quota']").last
    person.wait_for(timeout=PATIENCE)
    assert part.locator("figure").count() == 4 and person.get_attribute("aria-label") == "operations 2"
    slip = page.page.locator("[data-detail=payslip]")
    before = slip.locator("pre").first.text_content() if slip.locator("pre").count() else ""
    person.press("Enter")
    page.page.wait_for_timeout(300)
    slip.locator("pre").first.wait_for(timeout=PATIENCE)
    assert slip.locator("[data-name=seat]").input_value() == "operations 2"
    assert slip.locator("pre").first.text_content() != before


def test_guessing_first_hides_the_answer_until_it_is_asked_for(page: Page) -> None:
    page.page.get_by_label("Guess first").check()
    page.page.locator("tr[data-estimate]").first.wait_for(state="detached", timeout=PATIENCE)
    page.page.get_by_label("Your guess", exact=False).fill("3")
    page.press("Show")
    page.page.get_by_text("quota · paid GMV · +3").wait_for(timeout=PATIENCE)
    assert page.figures()
    page.page.get_by_label("Guess first").uncheck()


def test_four_versions_stand_side_by_side(page: Page) -> None:
    for k in range(3):
        page.press("Add a version")
        page.page.get_by_role("button", name=f"quota_{k + 2}").wait_for(timeout=PATIENCE)
    page.slide("pay/quota/target_rmb")
    assert {policy for policy, _ in page.settled(page.figures())} == {"quota", "quota_2", "quota_3", "quota_4"}
    assert page.page.get_by_role("button", name="Add a version").count() == 0


def test_the_page_fits_every_width_in_both_languages_and_lights(page: Page) -> None:
    for lang, title in (("zh", "如果……会怎样"), ("en", "what if?")):
        page.page.locator("select").first.select_option(lang)
        page.page.get_by_text(title).wait_for(timeout=PATIENCE)
        for width in (390, 1280):
            page.page.set_viewport_size({"width": width, "height": 800})
            assert page.page.evaluate("document.documentElement.scrollWidth") <= width
            for scheme in ("light", "dark"):
                page.page.emulate_media(color_scheme=scheme)
                ink = page.page.locator("h1").evaluate("each => getComputedStyle(each).color")
                assert (sum(map(int, re.findall(r"\d+", ink)[:3])) > 384) == (scheme == "dark")


def test_every_knob_has_a_name_for_who_cannot_see_it(page: Page) -> None:
    unnamed = page.page.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap((each) => each.shadowRoot
          ? [...each.shadowRoot.querySelectorAll("input, select, button")].filter((one) => {
              const by = one.getAttribute("aria-labelledby");
              const named = by ? each.shadowRoot.getElementById(by) : one.labels?.[0] || one;
              const text = named?.textContent;
              return !text || !text.trim();
            }).map((one) => one.outerHTML.slice(0, 120)) : [])"""
    )
    assert unnamed == []
