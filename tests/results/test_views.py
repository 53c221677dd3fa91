"""What people see: numbers, verdicts, table, sentences, charts, in both languages."""

import warnings
from io import StringIO

import numpy as np
import pytest
from rich.console import Console
from synthetic import SOURCE, comparison, recording

from sim.errors import SimError
from sim.results import fonts
from sim.results.charts import peak_spans
from sim.results.comparison import verdict
from sim.results.picture import spread
from sim.results.sentences import notes, sentences
from sim.results.winners import groups
from sim.results.words import WORDS, number
from sim.scenario.season import Peak


@pytest.fixture(scope="module")
def result():
    return comparison(["today", "better", "squads"])


@pytest.mark.parametrize(
    ("value", "unit", "lang", "signed", "text"),
    [
        (1_240_000.0, "RMB per year", "en", True, "+1.24 m"),
        (-1_240_000.0, "RMB per year", "zh", True, "−124.0 万"),
        (230_000_000.0, "RMB per year", "zh", False, "2.30 亿"),
        (999_600.0, "RMB per year", "en", False, "1.00 m"),
        (999.0, "RMB per month", "en", False, "999"),
        (9_999.0, "RMB per month", "zh", False, "1.00 万"),
        (0.0, "%", "en", True, "0.00"),
        (-0.0, "%", "en", True, "0.00"),
        (-1.234, "% per year", "en", True, "−1.23"),
        (0.00031, "index", "en", True, "+0.00031"),
        (0.5, "index", "en", False, "0.500"),
        (float("nan"), "%", "en", False, "–"),
    ],
)
def test_numbers_as_people_read_them(value, unit, lang, signed, text) -> None:
    assert number(value, unit, lang, signed=signed) == text


@pytest.mark.parametrize(
    ("low", "high", "direction", "word"),
    [
        (1.0, 2.0, "up", "better"),
        (1.0, 2.0, "down", "worse"),
        (-2.0, -1.0, "up", "worse"),
        (-2.0, -1.0, "down", "better"),
        (-2.0, -1.0, "neutral", "lower"),
        (1.0, 2.0, "neutral", "higher"),
        (-1.0, 2.0, "up", "cannot say"),
        (0.0, 2.0, "up", "cannot say"),
        (0.0, 0.0, "down", "same"),
        (float("nan"), float("nan"), "up", "cannot say"),
    ],
)
def test_verdict(low, high, direction, word) -> None:
    assert verdict(low, high, direction) == word


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_table_holds_every_measure_and_the_twin(result, lang) -> None:
    console = Console(width=200, file=StringIO())
    console.print(result.tables(lang))
    text = console.file.getvalue()
    for measure in result.measures:
        assert text.count(measure.label(lang)) >= 2
    assert text.count(WORDS[lang]["pay_neutral"]) == 1


def test_table_is_a_property_for_notebooks(result) -> None:
    assert len(result.table.renderables) == 2


def test_three_sentences_for_each_policy(result) -> None:
    texts = result.sentences()
    assert len(texts) == 6
    assert "paid GMV is better by" in texts[0] and "turnover is worse by" in texts[1]
    assert "the way of paying does it" in texts[2]
    assert "paid GMV does not differ" in texts[3] and "collaboration is better" in texts[4]


def test_an_interval_that_covers_zero_says_so() -> None:
    def noise(plan, values, seeds, threads, experiment):
        return recording(plan, seeds, experiment=len(plan.name))

    text = sentences(comparison(["today", "squads"], 5, source=SOURCE._replace(simulate=noise)))[0]
    assert "for paid GMV we cannot say (" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_notes_name_replicates_window_and_gain(result, lang) -> None:
    text = "\n".join(notes(result, lang))
    assert "40" in text and "better 13–60" in text and "×" in text and len(notes(result, lang)) == 4


def test_a_spent_budget_is_told_with_what_is_missing() -> None:
    short = comparison(["today", "better"], None, precision={"gmv": 0.001}, budget=0.1)
    text = notes(short)[0]
    assert text.startswith("Stopped by the budget") and "paid GMV of better ±" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("measure", ["gmv", "turnover", "return_on_cost"])
def test_weekly_charts_have_no_missing_glyph(result, measure, lang, tmp_path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result.plot(measure, lang).savefig(tmp_path / "chart.png", dpi=50)
        result.plot(measure, lang).savefig(tmp_path / "chart.svg")
    assert (tmp_path / "chart.png").stat().st_size > 5000


def test_no_line_hides_another(result) -> None:
    top = result.plot("gmv").axes[0]
    lines = [line for line in top.get_lines() if len(line.get_xdata()) > 2]
    looks = {(line.get_color(), str(line.get_linestyle()), line.get_linewidth()) for line in lines}
    assert len(looks) == len(lines) == 4
    assert lines[0].get_linewidth() > max(line.get_linewidth() for line in lines[1:])
    labels = [text for text in top.texts if text.get_text() in ("today", "better", "better (pay-neutral)", "squads")]
    heights = sorted(text.get_position()[1] for text in labels)
    assert len(labels) == 4 and min(np.diff(heights)) > 0.03


def test_charts_name_axes_with_units(result) -> None:
    axes = result.plot("gmv").axes
    assert len(axes) == 3
    assert {each.get_ylabel() for each in axes} == {"RMB per week"}
    assert axes[-1].get_xlabel() == "week beginning"
    assert any(patch.get_alpha() == 0.28 for patch in axes[0].patches)  # the peak is shaded


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_forest_plot_shows_every_measure(result, lang, tmp_path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = result.plot_differences(lang)
        figure.savefig(tmp_path / "forest.png", dpi=40)
    assert len(figure.axes) == 3
    labels = {text.get_text() for text in figure.axes[0].get_yticklabels()}
    assert {measure.label(lang) for measure in result.measures} <= labels


def test_pictures_show_themselves_in_notebooks(result) -> None:
    assert result.plot("skill")._repr_png_().startswith(b"\x89PNG")


def test_without_a_chinese_font_charts_are_english_with_one_clear_line(result, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)
    with pytest.warns(UserWarning, match="pip install pylopdf-fonts-zh-cn") as caught:
        figure = result.plot("gmv", "zh")
    assert len(caught) == 1 and figure.axes[0].get_ylabel() == "RMB per week"


def test_unknown_language_and_measure(result) -> None:
    with pytest.raises(SimError, match="language"):
        result.plot("gmv", "fr")
    with pytest.raises(SimError, match="did you mean"):
        result.plot("gmvs")


def test_labels_keep_their_order_and_distance() -> None:
    placed = spread([1.0, 1.01, 5.0, 1.02], 0.5)
    assert np.argsort(placed).tolist() == [0, 1, 3, 2]
    assert np.diff(sorted(placed)).min() >= 0.5 - 1e-6


def test_peaks_repeat_every_year_and_leap_days_move() -> None:
    from datetime import date

    peaks = [
        Peak.model_validate({"name": "leap", "from": date(2024, 2, 29), "until": date(2024, 2, 29), "index": 2.0}),
        Peak.model_validate(
            {"name": "once", "from": date(2026, 3, 1), "until": date(2026, 3, 2), "index": 2.0, "yearly": False}
        ),
    ]
    spans = list(peak_spans(peaks, date(2026, 1, 5), date(2027, 12, 27)))
    assert [(name, first.isoformat()) for name, first, _ in spans] == [
        ("leap", "2026-02-28"),
        ("leap", "2027-02-28"),
        ("once", "2026-03-01"),
    ]


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        ({"a": 6, "b": 7}, {"a": ("a",), "b": ("b",)}),
        ({"a": 6, "b": 3, "c": 2}, {"a": ("a",), "other roles": ("b", "c")}),
        ({"a": 6, "b": 9, "c": 2}, {"b": ("b",), "other roles": ("c", "a")}),
        ({"a": 2, "b": 1}, {"other roles": ("a", "b")}),
    ],
)
def test_groups_have_five_people_where_possible(seats, expected) -> None:
    assert groups(seats) == expected


@pytest.mark.parametrize("width", [80, 100, 130, 160, 200])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_give_way_instead_of_being_cut(result, lang, width) -> None:
    console = Console(width=width, file=StringIO())
    console.print(result.tables(lang, width))
    text = console.file.getvalue()
    assert "…" not in text
    assert WORDS[lang]["interval"] in text
