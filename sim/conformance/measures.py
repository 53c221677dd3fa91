"""What every measure must have: it is computed from what a run records, and its unit has words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sim.conformance.named import Named
from sim.conformance.shop import shop, weeks_of
from sim.conformance.suite import UnfinishedError
from sim.habits.registry import PROGRAMMES
from sim.language.text import Text
from sim.results.measures import Measure
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.results.totals import Totals

TRAILING_WEEKS = 4


@dataclass(frozen=True, kw_only=True)
class ReportedMeasure(Named):
    """A measure that comparisons report."""

    measure: Measure


def kind(measure: Measure) -> ReportedMeasure:
    """Return a measure with all that it says of itself."""
    return ReportedMeasure(measure.name, {"label": Text(measure.en, measure.zh)}, measure.catalogue, measure=measure)


@cache
def _busy() -> Scenario:
    """Return a company in which everything is done that measures are about."""
    programmes = {name: {"kind": name, **model.example} for name, model in PROGRAMMES.items()}
    pay = {
        "sales": {"kind": "commission", "roles": ["operations"], "metric": "gmv", "rate": 0.01},
        "board": {"kind": "leaderboard", "roles": "all", "shown": False},
    }
    return shop({"programmes": programmes, "pay": pay, "structure": {"kind": "projects"}})


def _totals(trailing_weeks: int = 0) -> Totals:
    """Return totals of its weeks: all of them, or over trailing weeks."""
    from sim.engine.series import SERIES
    from sim.results.totals import trailing, window

    series = weeks_of(_busy(), "new")
    return trailing(series, SERIES, trailing_weeks) if trailing_weeks else window(series, SERIES, 0)


def check_it_computes(each: ReportedMeasure) -> None:
    """It is a finite number of a company in which everything is done, over the run and week by week."""
    import numpy as np

    for totals in (_totals(), _totals(TRAILING_WEEKS)):
        try:
            value = np.asarray(each.measure.value(totals))
        except KeyError as error:
            raise UnfinishedError(each.name, f"it reads a series that no run records: {error}") from None
        each.ask(not np.isinf(value).any(), "it is infinite somewhere")
        each.ask(bool(np.isfinite(value).any()), "it is never a number")


def check_its_unit_has_words(each: ReportedMeasure) -> None:
    """Its unit is known in Chinese, for the run and for a week."""
    from sim.results.words import UNITS_ZH

    for unit in (each.measure.unit, each.measure.weekly_unit):
        each.ask(unit in UNITS_ZH, f"its unit {unit!r} has no Chinese words")


def check_it_says_how_it_is_computed(each: ReportedMeasure) -> None:
    """It has a formula in words."""
    each.ask(bool(each.measure.formula.strip()), "it does not say how it is computed")
