"""How long people have been there: from hiring to the exit, or as a column says it."""

from __future__ import annotations

import re

import numpy as np

from sim.errors import Problem
from sim.intake.answers import Doubts
from sim.intake.columns import meanings
from sim.intake.dates import NO_DAY
from sim.intake.table import Table
from sim.language.text import Text
from sim.units import WEEKS_PER_MONTH, WEEKS_PER_YEAR

_LONGEST_WEEKS = 60 * WEEKS_PER_YEAR
_WEEKS = {"tenure_weeks": 1.0, "tenure_months": WEEKS_PER_MONTH, "tenure_years": WEEKS_PER_YEAR}
_UNITS = {"years": WEEKS_PER_YEAR, "months": WEEKS_PER_MONTH}
_SAID = re.compile(
    r"(?:(?P<years>\d+(?:\.\d+)?)\s*(?:年|years?|yrs?|y)(?:\(s\))?)?[\s,又零和and]*"
    r"(?:(?P<months>\d+(?:\.\d+)?)\s*(?:个?月|months?|mths?|m)(?:\(s\))?)?[\s,又零和and]*"
    r"(?:(?P<days>\d+)\s*(?:天|日|days?|d)(?:\(s\))?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def tells_tenure(table: Table) -> bool:
    """Whether a column says how long people have been there."""
    return "tenure" in table.words or any(field in table.numbers for field in _WEEKS)


def tenures_of(  # noqa: PLR0913  columns of one table
    table: Table,
    hired: np.ndarray,
    left: np.ndarray,
    gone: np.ndarray,
    until: int,
    doubts: Doubts,
    problems: list[Problem],
) -> np.ndarray:
    """Weeks of tenure, float64[n].

    Args:
        table: the roster.
        hired: int32[n] days of hiring.
        left: int32[n] days of leaving, `NO_DAY` where unknown.
        gone: bool[n] whether the employment ended.
        until: last day of the data, `NO_DAY` where the file has tenures only.
        doubts: asked for the unit of tenures that are bare numbers.
        problems: receives tenures that cannot be meant.
    """
    if until != NO_DAY:
        missing = gone & (left == NO_DAY)
        weeks = (np.where(gone & ~missing, left, until) - hired) / 7.0
        message = Text("this person left but has no exit date", "此人已离职,但没有离职日期")
        problems += table.faults(missing, "left", message, Text("write the exit date", "请写上离职日期"))
        problems += table.faults(
            weeks < 0,
            "left",
            Text("the exit lies before the hiring", "离职早于入职"),
            Text("correct one of the two dates", "请改正其中一个日期"),
        )
    else:
        field = next((each for each in _WEEKS if each in table.numbers), "tenure")
        weeks = table.numbers[field] * _WEEKS[field] if field != "tenure" else _in_words(table, doubts, problems)
        problems += table.faults(
            np.isnan(weeks), field, Text("there is no tenure", "没有司龄"), Text("write it in this row", "请在该行写上")
        )
        problems += table.faults(
            weeks < 0, field, Text("a tenure cannot be negative", "司龄不能为负"), Text("correct it", "请改正")
        )
    problems += table.faults(
        weeks > _LONGEST_WEEKS,
        "hired",
        Text("more than 60 years of tenure", "司龄超过 60 年"),
        Text("correct the year", "请改正年份"),
    )
    return weeks


def _in_words(table: Table, doubts: Doubts, problems: list[Problem]) -> np.ndarray:
    """Weeks of tenures such as 2年3个月, float64[n], NaN where blank or not understood."""
    column = table.words["tenure"]
    unit = _UNITS["years"]
    if any(_NUMBER.fullmatch(word) for word in column.vocabulary):
        question = Text("{0!r} holds numbers: in which unit?", "{0!r} 列是数字:单位是什么?").format(
            table.headings["tenure"]
        )
        unit = _UNITS.get(doubts.ask("tenure", question, int(table.lines[0])), unit)

    def weeks(word: str) -> float | None:
        if not word:
            return float("nan")
        if _NUMBER.fullmatch(word):
            return float(word) * unit
        found = _SAID.fullmatch(word)
        if not found or not any(found.groupdict().values()):
            return None
        years, months, days = (float(found[each] or 0) for each in ("years", "months", "days"))
        return years * WEEKS_PER_YEAR + months * WEEKS_PER_MONTH + days / 7

    codes, said = meanings(
        table, "tenure", problems, weeks, Text("write it as 2年3个月 or 2 years 3 months", "请写成 2年3个月")
    )
    return np.array(said or (float("nan"),))[codes]
