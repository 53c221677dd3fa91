"""The review page: self-contained, whole in both languages, every number traceable, reproducible by its command."""

import base64
import json
import re
import shlex
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont

import sim
from sim.cli import main
from sim.errors import SimError
from sim.language.text import say
from sim.pages.page import Made, _command, render
from sim.pages.sections import STUDIED, Depth
from sim.results.reasons import percent
from sim.results.words import brief, number, plus_minus

FLAGSHIP = "scenarios/flagship.yaml"


@pytest.fixture(scope="module")
def result():
    return sim.compare(FLAGSHIP, ["today", "team_bonus"], replicates=4, progress=False)


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request, result, tmp_path_factory):
    out = tmp_path_factory.mktemp("page") / f"review_{request.param}.html"
    sim.review(result, out, lang=request.param, file=FLAGSHIP, today=date(2026, 11, 25))
    return request.param, out.read_text(encoding="utf-8")


class Cells(HTMLParser):
    """Collects table cells with their stored row, and all text that people read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells, self.words, self.addresses, self.inside = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside = (tag, given)
        self.addresses += [given[name] for name in ("src", "href") if name in given]

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        tag, given = self.inside or ("", {})
        if tag in ("style", "script"):
            return
        self.words.append(data)
        if tag == "td" and "data-row" in given:
            self.cells.append((given["data-row"], given["data-fields"].split(), given["data-form"], data))


def stored(text: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="rows">(.*?)</script>', text, re.DOTALL).group(1))


def test_nothing_is_requested_from_outside(page) -> None:
    _, text = page
    found = Cells(text)
    assert found.addresses
    assert all(address.startswith(("data:", "#")) for address in found.addresses)
    assert not re.search(r"@import|<link[^>]+stylesheet|<script[^>]+src|url\((?!\"data:)", text)
    for picture in found.addresses:
        if picture.startswith("data:image/svg"):
            svg = base64.b64decode(picture.partition("base64,")[2]).decode("utf-8")
            assert "<text" not in svg and not re.search(r'(href|src)="https?:', svg)


def test_every_number_of_the_tables_is_a_stored_one(page, result) -> None:
    lang, text = page
    rows, cells = stored(text), Cells(text).cells
    assert len(cells) > 5 * len(result.measures)
    for key, fields, form, shown in cells:
        for field in fields if form == "number" else ():
            if field == "verdict":
                continue
            value = rows[key][field]
            signed = not key.startswith("fit|") and field not in ("baseline_mean", "policy_mean")
            expected = number(float("nan") if value is None else value, rows[key]["unit"], lang, signed=signed)
            assert expected in shown, (key, field, shown)
        if form != "number":
            assert written(form, rows[key], fields, lang) == shown, (key, fields, shown)
    assert {form for _, _, form, _ in cells} == {"number", "plus_minus", "share", "brief", "plain"}


def written(form: str, row: dict, fields: list[str], lang: str) -> str:
    """Return what a cell must say, worked out from the stored row alone."""
    found = [float("nan") if row[field] is None else row[field] for field in fields]
    if form == "plus_minus":
        estimate, low, high = found
        return plus_minus(estimate, 0.5 * (high - low), row["unit"], lang)
    if form == "share":
        return say(percent(found[0]), lang)
    return brief(found[0], row["unit"], lang) if form == "brief" else f"{found[0]:.1f}"


def test_stored_rows_are_those_of_the_comparison(page, result) -> None:
    rows = stored(page[1])
    for row in result.rows:
        assert rows[f"{row.policy}|{row.measure}"]["estimate"] == row.estimate


def test_the_embedded_font_has_every_chinese_character(page) -> None:
    lang, text = page
    wanted = {ord(sign) for word in Cells(text).words for sign in word if ord(sign) >= 0x2E80}
    match = re.search(r"data:font/woff;base64,([^\"]+)", text)
    assert bool(wanted) == bool(match)
    if lang == "zh":
        cmap = TTFont(BytesIO(base64.b64decode(match.group(1)))).getBestCmap()
        assert wanted <= set(cmap)
        assert len(match.group(1)) < 400_000


def test_the_page_holds_question_answer_fit_assumptions_and_versions(page, result) -> None:
    lang, text = page
    for part in (
        "answer",
        "policies",
        "why",
        "who",
        "whether",
        "risks",
        "pilot",
        "table",
        "charts",
        "fit",
        "reading",
        "assumptions",
        "evidence",
        "limits",
        "provenance",
    ):
        assert f'<section id="{part}">' in text
    assert result.provenance.decision in text
    words = " ".join(Cells(text).words)
    for sentence in (*result.sentences(lang), result.fit.sentence(lang), result.provenance.model, "2026-11-25"):
        assert sentence in words
    assert words.count("incentive_gain") >= 1 and "Lazear 2000" in words


def test_the_printed_command_makes_the_page_again(page, result, tmp_path) -> None:
    _, text = page
    command = re.search(r'<pre id="command">(.*?)</pre>', text).group(1)
    words = shlex.split(command)
    again = tmp_path / "again.html"
    words[words.index("--out") + 1] = str(again)
    assert words[0] == "sim"
    done = CliRunner().invoke(main, words[1:])
    assert done.exit_code == 0, done.output
    assert stored(again.read_text(encoding="utf-8")) == stored(text)


def test_the_command_names_observations_that_lie_elsewhere(result) -> None:
    command = _command(result, "zh", ("my shop.yaml", "out.html", "last year.csv"))
    assert shlex.split(command)[:3] == ["sim", "review", "my shop.yaml"]
    assert command.endswith("--data 'last year.csv' --out out.html --lang zh")


def test_warnings_stand_on_top(result, tmp_path) -> None:
    import pandas as pd

    year = pd.read_csv("scenarios/flagship.observed.csv")
    path = tmp_path / "year.csv"
    year.assign(refunds=2 * year["refunds"]).to_csv(path, index=False)
    wrong = sim.compare(
        sim.load(FLAGSHIP), ["today", "team_bonus"], replicates=2, progress=False, fit=sim.fit(FLAGSHIP, path)
    )
    text = sim.review(wrong, tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.index('class="warning"') < text.index('<section id="answer">')


def test_without_observations_the_page_says_so(tmp_path) -> None:
    bare = sim.compare(sim.load(FLAGSHIP), ["today", "team_bonus"], replicates=2, progress=False)
    text = sim.review(bare, tmp_path / "page.html", lang="zh").read_text(encoding="utf-8")
    assert "没有实际数据" in text


def test_a_page_that_cannot_be_written_is_one_clear_line(result, tmp_path) -> None:
    with pytest.raises(SimError, match="cannot be written"):
        sim.review(result, tmp_path / "nowhere" / "page.html")
    with pytest.raises(SimError, match="language must be"):
        sim.review(result, tmp_path / "page.html", lang="de")


def test_what_is_not_computed_is_said_so(result) -> None:
    text = render(result, "en", "sim", Made(date(2026, 11, 25), Depth(None, None), False))
    assert text.count("Not computed.") == 2 and text.count("or alone by") == len(STUDIED)


def test_tables_are_tables_and_pictures_have_words(page) -> None:
    _, text = page
    assert text.count("<table") == text.count("</table>") == text.count("<thead>")
    assert "<th>" not in text and text.count('<th scope="col">') == text.count("<th ")
    assert all(alt for alt in re.findall(r'<img[^>]* alt="([^"]*)"', text))
    assert text.count("<img") == text.count(' alt="')
    for target in re.findall(r'href="#([a-z]+)"', text):
        assert f'<section id="{target}">' in text
