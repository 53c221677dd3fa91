"""The first screen: it fits, says the verdict in both languages, and shows what the numbers are."""

from io import StringIO

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from rich.cells import cell_len
from rich.console import Console
from synthetic import comparison

import sim
from sim import bilingual as reader
from sim.cli import main
from sim.errors import SimError
from sim.results.notebook import frames
from sim.results.screen import Difference, bar, record, wrapped
from sim.results.words import brief, plus_minus

FLAGSHIP = "scenarios/flagship.yaml"


@pytest.fixture(scope="module")
def result():
    return comparison()


@pytest.fixture
def english():
    chosen = list(reader._CHOSEN)
    sim.set_language("en")
    yield
    reader._CHOSEN[:] = chosen


def shown(renderable, width: int) -> list[str]:
    console = Console(width=width, file=StringIO(), highlight=False)
    console.print(renderable)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [70, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_fits_and_names_every_policy_with_its_verdict(result, lang, width) -> None:
    lines = shown(result.screen(lang, width), width)
    assert max(map(cell_len, lines)) <= width
    (line,) = (each for each in lines if each.startswith("better ") and "±" in each)
    assert ("暂缓" if lang == "zh" else "hold") in line
    assert plus_minus(*_of(result, "better", "contribution"), lang) in line
    assert sum(each.startswith("same ") for each in lines) == 2  # the line and the picture
    assert len(lines) < 50


def _of(result, policy: str, measure: str):
    from sim.results.screen import difference

    found = difference(result, policy, measure)
    return found.estimate, 0.5 * (found.high - found.low), found.unit


@pytest.mark.parametrize(
    ("estimate", "width", "unit", "en", "zh"),
    [
        (1.82e6, 4.6e5, "RMB per year", "+1.8±0.5m", "+180±50万"),
        (655_700.0, 22_500.0, "RMB per year", "+660±20k", "+66±2万"),
        (-4.18, 1.44, "% per year", "−4.2±1.4", "−4.2±1.4"),
        (0.0, 4e5, "RMB per year", "0±400k", "0±40万"),
        (3e-6, 1e-6, "%", "0", "0"),
        (0.0, 0.0, "%", "0", "0"),
        (float("nan"), 1.0, "%", "–", "–"),
        (-0.004, 0.3, "%", "0.0±0.3", "0.0±0.3"),
    ],
)
def test_numbers_are_as_precise_as_their_interval(estimate, width, unit, en, zh) -> None:
    assert (plus_minus(estimate, width, unit), plus_minus(estimate, width, unit, "zh")) == (en, zh)


def test_short_numbers_have_no_idle_noughts() -> None:
    assert [brief(each, "RMB per year", signed=True) for each in (655_700.0, -1.25e6, 0.0)] == ["+660k", "−1.2m", "0"]
    assert brief(0.0333, "%") == "0.033" and brief(float("inf"), "%") == "–"


@pytest.mark.parametrize(
    ("low", "estimate", "high", "drawn"),
    [
        (2.0, 3.0, 4.0, "    | -o-"),
        (-1.0, 0.0, 1.0, "   -o-"),
        (-4.0, -2.0, 0.0, "--o-|"),
        (float("nan"),) * 3 + ("    |",),
    ],
)
def test_the_picture_is_to_scale(low, estimate, high, drawn) -> None:
    assert bar(Difference(estimate, low, high, "%", "better"), 4.0, 9) == drawn.ljust(9)


def test_lines_break_between_words_and_chinese_anywhere() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert all(cell_len(each) <= 10 for each in wrapped("经营贡献不如现状,人力成本上升", 10))


def test_the_command_can_be_pasted(result) -> None:
    lines = record(result, "a shop with a long name.yaml", 40)
    assert max(map(len, lines)) <= 40 + len("'a shop with a long name.yaml'")
    start = next(i for i, each in enumerate(lines) if each.startswith("sim compare"))
    import shlex

    pasted = shlex.split("\n".join(lines[start:]).replace("\\\n", " "))
    assert pasted == shlex.split(result.provenance.command_for("a shop with a long name.yaml"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_notebook_shows_it_in_the_language_of_the_reader(result, lang, english) -> None:
    sim.set_language(lang)
    text = result._repr_html_()
    assert ("推行" in text or "暂缓" in text) == (lang == "zh")
    assert 'src="data:image/png;base64,' in text and 'alt="' in text and "<script" not in text
    for each in (result.decision._repr_html_(), text):
        assert "better" in each


def test_names_are_data_in_a_notebook_and_a_workbook(tmp_path, english) -> None:
    import pandas as pd

    from sim.results.excel import write

    table = pd.DataFrame({"policy": ["<b>x</b>", "=1+1"], "value": [1.5, float("nan")]})
    assert "<b>x" not in frames("<i>t</i>", table) and "&lt;b&gt;x" in frames("<i>t</i>", table)
    write({"t": table}, tmp_path / "t.xlsx", "zh")
    sheet = load_workbook(tmp_path / "t.xlsx")["t"]
    assert [cell.value for cell in sheet[1]] == ["方案", "数值"]
    assert sheet["A3"].data_type == "s" and sheet["A3"].value == "=1+1" and sheet["B3"].value is None


def test_long_tables_say_how_much_is_left_out(english) -> None:
    import pandas as pd

    assert "and 70 rows more" in frames("t", pd.DataFrame({"week": range(100)}))


def test_the_reader_is_asked_before_the_machine(monkeypatch) -> None:
    monkeypatch.setattr(reader, "_CHOSEN", [])
    monkeypatch.setenv("SIM_LANG", "zh")
    assert reader.reader_language() == "zh"
    monkeypatch.setenv("SIM_LANG", "en_GB")
    assert reader.reader_language() == "en"
    sim.set_language("zh")
    assert reader.reader_language() == "zh"
    with pytest.raises(SimError, match="en or zh"):
        sim.set_language("fr")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_holds_the_whole_answer(result, lang, tmp_path) -> None:
    result.to_excel(tmp_path / "answer.xlsx", lang)
    book = load_workbook(tmp_path / "answer.xlsx")
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["today", "same", "better", "squads"]
    numbers = [cell for row in rows[1:] for cell in row if isinstance(cell, float)]
    assert any(abs(each - result.row("better", "contribution").estimate) < 1e-6 for each in numbers)
    assert book.worksheets[1].max_row == 1 + len(result.rows)
    with pytest.raises(SimError, match="cannot be written"):
        result.to_excel(tmp_path / "nowhere" / "answer.xlsx")


def test_the_command_shows_the_screen_and_all_on_request(tmp_path) -> None:
    short = CliRunner().invoke(main, ["compare", FLAGSHIP, "team_bonus", "--replicates", "3"])
    assert short.exit_code == 0, short.output
    lines = short.stdout.splitlines()
    assert max(map(cell_len, lines)) <= 80 and len(lines) < 45
    assert "--all" in short.stdout and "fatigue" not in short.stdout
    more = ["--all", "--lang", "zh", "--excel", str(tmp_path / "x.xlsx")]
    long = CliRunner().invoke(main, ["compare", FLAGSHIP, "team_bonus", "--replicates", "3", *more])
    assert "疲劳" in long.stdout and (tmp_path / "x.xlsx").stat().st_size > 1000
