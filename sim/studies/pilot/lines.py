"""What the lines of a company do week by week: the series that a pilot of some lines is read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.batch import advance, start
from sim.engine.state import allocate
from sim.language.text import Text
from sim.plan.records import Plan
from sim.results.totals import Floats

LEAST = 1e-9


class LineMeasure(NamedTuple):
    """A measure of a line and week.

    Attributes:
        name: in frames and in tables that are read.
        words: what it is called.
        value: (the engine's lines in a week) -> float64[lines]; logs where changes are per cent.
        relative: whether a change is in per cent, else in points.
    """

    name: str
    words: Text
    value: Callable[[Any], Floats]
    relative: bool


def _log(values: Any) -> Floats:
    """Return hundred times the log of something that is not negative."""
    return np.asarray(100.0 * np.log(np.maximum(values, LEAST)))


MEASURES = (
    LineMeasure("gmv", Text("paid GMV", "支付成交总额"), lambda lines: _log(lines["paid_rmb"]), True),
    LineMeasure(
        "conversion",
        Text("conversion", "转化率"),
        lambda lines: _log(lines["new_orders"] / np.maximum(lines["visits"], LEAST)),
        True,
    ),
    LineMeasure(
        "repeat",
        Text("repeat orders", "老客复购"),
        lambda lines: _log(lines["repeat_orders"] / np.maximum(lines["customers"], LEAST)),
        True,
    ),
    LineMeasure("returns", Text("returns", "退货率"), lambda lines: 100.0 * lines["return_share"], False),
    LineMeasure("satisfaction", Text("satisfaction", "满意度"), lambda lines: 100.0 * lines["satisfaction"], False),
    LineMeasure("discount", Text("discounts", "让价"), lambda lines: 100.0 * lines["price_cut"], False),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def walked(
    plans: Sequence[Plan], points: NDArray[Any], seeds: Sequence[int], span: tuple[int, int], experiment: int = 0
) -> Floats:
    """Return the lines of companies week by week, float64[companies, weeks, measures, lines].

    Args:
        plans: one for each company.
        points: parameter points, one for each company.
        seeds: replicate numbers.
        span: first reported week and the week after the last.
        experiment: number of the experiment in the random key.
    """
    cases = list(zip(plans, points.view(np.dtype((np.record, points.dtype))), seeds, strict=True))
    with ThreadPoolExecutor() as pool:
        return np.array(list(pool.map(lambda case: _company(case[0], case[1], case[2], span, experiment), cases)))


def _company(plan: Plan, values: Any, seed: int, span: tuple[int, int], experiment: int) -> Floats:
    """Return one company, float64[weeks, measures, lines]."""
    state, key = allocate(plan), (experiment, seed)
    start(plan.arrays, values, state, key)
    found = []
    for t in range(plan.burn_in + span[1]):
        advance(plan.arrays, values, state, t, key)
        if t >= plan.burn_in + span[0]:
            found.append([each.value(state.lines) for each in MEASURES])
    return np.array(found)
