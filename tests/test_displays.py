"""Whatever the package offers explains itself and shows itself in a notebook, in the reader's language."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import pytest

import sim
from sim.bilingual import reading_in
from sim.parameters import default
from sim.pay.instruments.registry import INSTRUMENTS
from sim.studies.forecast.file import COLUMNS, LEVELS, Forecast
from sim.studies.sweep.run import REASONS, Outcome

CHINESE = re.compile("[\u4e00-\u9fff]")
#: What shows itself by other means (tables of pandas, widgets of Panel), and what is nothing to look at.
SHOWN_ALREADY = {"pd.DataFrame", "Board", "Path", "None"}
FUNCTIONS = [name for name in sim.__all__ if inspect.isfunction(getattr(sim, name))]
CLASSES = [name for name in sim.__all__ if inspect.isclass(getattr(sim, name))]


@cache
def methods() -> dict[str, set[str]]:
    """Return the methods of every class of the package, by its name."""
    found: dict[str, set[str]] = {}
    for path in Path("sim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                found.setdefault(node.name, set()).update(names)
    return found


def test_every_name_is_offered_by_completion() -> None:
    assert set(sim.__all__) <= set(dir(sim))
    assert len(FUNCTIONS) + len(CLASSES) + 1 == len(sim.__all__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_does_takes_and_refuses(name: str) -> None:
    function = getattr(sim, name)
    told = inspect.getdoc(function) or ""
    takes = [each for each in inspect.signature(function).parameters if each != "self"]
    assert told.partition("\n")[0].endswith((".", ":"))
    assert not takes or "Args:" in told
    for each in takes:
        assert re.search(rf"^    .*\b{each}\b.*:", told, re.MULTILINE), each


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_returns_shows_itself(name: str) -> None:
    kind = str(inspect.signature(getattr(sim, name)).return_annotation)
    assert kind in SHOWN_ALREADY or "_repr_html_" in methods()[kind], kind


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_shows_itself(name: str) -> None:
    assert hasattr(getattr(sim, name), "_repr_html_")


class Stored:
    """A store that holds one row."""

    folder = Path("results")

    def summary(self):
        import pandas as pd

        return pd.DataFrame({"point": [0], "mean": [1.5]})


def a_forecast() -> Forecast:
    quantiles = {name: {side: [[1.0, 2.0]] * len(LEVELS) for side in ("policy", "today")} for name in COLUMNS}
    return Forecast(
        "shop", "quota", "today", "2026-01-05", "2026-03-02", 2, 200, "m", "s", LEVELS, quantiles, (0.6, 0.5, 0.7)
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("made", "table"),
    [
        (lambda: sim.load("scenarios/startup.yaml"), "<pre"),
        (default, "<table>"),
        (a_forecast, "<table>"),
        (lambda: Outcome(Stored(), 1, 2, 0, next(iter(REASONS))), "<table>"),
    ],
    ids=["scenario", "parameters", "forecast", "sweep"],
)
def test_it_is_shown_in_the_language_of_the_reader(made, table: str, lang: str) -> None:
    value = made()
    with reading_in(lang):
        text = value._repr_html_()
    assert table in text
    assert bool(CHINESE.search(re.sub("<[^>]*>", "", text))) == (lang == "zh")


def test_keys_are_completed() -> None:
    assert INSTRUMENTS._ipython_key_completions_() == list(INSTRUMENTS)
