"""A reader's guess set beside the answer of a comparison, and shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.language.text import Text, say
from sim.results.guess import Guessed
from sim.results.measures import BY_NAME
from sim.results.measures import measure as find_measure
from sim.results.reasons import VERDICT_TEXTS
from sim.results.words import number

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

VERDICT = "verdict"
PLACES = {
    "inside": Text("within the interval of the mean", "在均值区间内"),
    "possible": Text("off on average, possible in a single company", "与均值不符,单独一家公司可能如此"),
    "outside": Text("outside 80 % of single companies", "在 80% 的公司之外"),
    "right": Text("as the rule says", "与规则一致"),
    "wrong": Text("not what the rule says", "与规则不一致"),
}
HEAD = (
    Text("policy", "方案"),
    Text("measure", "指标"),
    Text("guess", "猜测"),
    Text("answer", "答案"),
    Text("how near", "差距"),
)


def beside(comparison: Comparison, guess: Mapping[str, Mapping[str, float | str]]) -> Guessed:
    """Return a guess beside the answer of a comparison.

    Args:
        comparison: the answer.
        guess: policy -> measure -> change (amounts per year: % of the baseline), or `verdict` -> a word of the rule.

    Raises:
        SimError: an unknown policy, measure or verdict.
    """
    import pandas as pd

    rows = []
    for policy, several in guess.items():
        option = comparison.decision.option(policy)
        for name, value in several.items():
            if name == VERDICT:
                rows.append(_verdict(policy, str(value), option.verdict))
            elif isinstance(value, str):
                raise SimError(
                    "{0}: a guess of {1} is a number, not {2!r}",
                    "{0}:对 {1} 的猜测应为数字,现为 {2!r}",
                    policy,
                    name,
                    value,
                )
            else:
                rows.append(_number(comparison, policy, name, float(value)))
    return Guessed(pd.DataFrame(rows))


def _verdict(policy: str, guess: str, answer: str) -> dict[str, object]:
    """Return the row of a guessed verdict."""
    known = [name for name in VERDICT_TEXTS if name]
    if guess not in known:
        raise SimError(
            "{0}: no verdict is called {1!r}; there are {2}",
            "{0}:没有名为 {1!r} 的结论;现有 {2}",
            policy,
            guess,
            ", ".join(known),
        )
    place = "right" if guess == answer else "wrong"
    return {"policy": policy, "measure": VERDICT, "guess": guess, "answer": answer, "place": place}


def _number(comparison: Comparison, policy: str, name: str, guess: float) -> dict[str, object]:
    """Return the row of a guessed change."""
    measure, row = find_measure(name), comparison.row(policy, name)
    scale = 100.0 / abs(row.baseline_mean) if measure.per_year and row.baseline_mean else 1.0
    answer, low, high = (scale * each for each in (row.estimate, row.low, row.high))
    possible = scale * row.outcome_low <= guess <= scale * row.outcome_high
    place = "inside" if low <= guess <= high else "possible" if possible else "outside"
    unit = "%" if measure.per_year else row.unit
    found = {"policy": policy, "measure": name, "guess": guess, "answer": answer, "low": low, "high": high}
    return found | {"unit": unit, "off": guess - answer, "place": place}


def _cells(guessed: Guessed, lang: str) -> list[list[str]]:
    """Return the cells of a table in a language."""
    rows = []
    for row in guessed.frame.itertuples():
        if row.measure == VERDICT:
            name = Text("verdict", "结论")
            texts = [say(VERDICT_TEXTS[each], lang) for each in (row.guess, row.answer)]
        else:
            name = Text(BY_NAME[row.measure].en, BY_NAME[row.measure].zh)
            texts = [number(each, row.unit, lang, signed=True) for each in (row.guess, row.answer)]
        rows.append([row.policy, say(name, lang), *texts, say(PLACES[row.place], lang)])
    return rows


def sentences(guessed: Guessed, lang: str = "en") -> list[str]:
    """Return one line for each guess."""
    return [" · ".join(row) for row in _cells(guessed, lang)]


def html(guessed: Guessed) -> str:
    """Return a table in the language of the reader."""
    from sim.bilingual import reader_language
    from sim.results.notebook import grid

    lang = reader_language()
    return grid([say(each, lang) for each in HEAD], [[(cell, "") for cell in row] for row in _cells(guessed, lang)])
