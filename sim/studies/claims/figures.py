"""Figures behind claims: every draw of what is uncertain is one company, run under every policy with the same luck."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calendar import occurrences, week_of
from sim.errors import SimError
from sim.results.measures import BY_NAME
from sim.results.totals import Totals, window
from sim.scenario.models import Scenario
from sim.studies.claims.document import Case, Claim, Condition
from sim.studies.sweep.document import changed

if TYPE_CHECKING:
    import pandas as pd

    from sim.plan.records import Plan

Floats = NDArray[np.float64]
#: Series of a line and the field of the engine's line that holds it; what a company's measures are computed from.
OF_LINE = {
    "gmv_placed": "placed_rmb",
    "gmv_paid": "paid_rmb",
    "gmv_net": "net_rmb",
    "orders": "orders",
    "new_orders": "new_orders",
    "repeat_orders": "repeat_orders",
    "visits": "visits",
    "customers": "customers",
    "refunds": "refund_rmb",
    "margin_rmb": "margin_rmb",
    "cancelled_orders": "cancelled_orders",
    "late_orders": "late_orders",
    "wrong_orders": "wrong_orders",
    "satisfaction": "satisfaction",
    "rating": "rating",
    "complaints": "complaints",
    "escalations": "escalated",
    "community": "community",
    "similarity": "similarity",
}


class Reading(NamedTuple):
    """One number read off a run: a measure of a company or line under a policy or variant, over some weeks."""

    side: str
    line: str | None
    measure: str
    first: int
    last: int


class Asked(NamedTuple):
    """What a condition reads: its figure, and what that is compared with (None for a level)."""

    figure: Reading
    other: Reading | None


def asked(case: Case, scenario: Scenario, claim: Claim, condition: Condition) -> Asked:
    """Return the readings of a condition.

    Raises:
        SimError: weeks outside the scenario, or a peak that it does not reach.
    """
    side, other = condition.policy or claim.policy, condition.against or claim.against or scenario.baseline_name
    start = week_of(scenario.company.start, scenario.policies[case.policy_of(claim.policy)].start)
    span = _span(scenario, condition, start)
    figure = Reading(side, condition.line, condition.measure, *span)
    if condition.as_ == "level":
        return Asked(figure, None)
    before = condition.against_weeks
    back = _inside(scenario, start + before[0], start + before[1]) if before else span
    return Asked(figure, Reading(other, condition.against_line or condition.line, condition.measure, *back))


def _span(scenario: Scenario, condition: Condition, start: int) -> tuple[int, int]:
    """Return first reported week and week after the last of a condition."""
    if condition.peak:
        peak = next(each for each in scenario.calendar.peaks if each.name == condition.peak)
        for day, length in sorted(occurrences(peak, scenario.company.start, scenario.company.weeks)):
            week = week_of(scenario.company.start, day)
            after = week + -(-(day.weekday() + length) // 7)
            if start <= week and after <= scenario.company.weeks:
                return week, after
        raise SimError(
            "the peak {0!r} does not fall between the policy's start and the last week",
            "高峰 {0!r} 不在方案开始与最后一周之间",
            condition.peak,
        )
    first, last = condition.weeks or (0, scenario.company.weeks - start)
    return _inside(scenario, start + first, start + last)


def _inside(scenario: Scenario, first: int, last: int) -> tuple[int, int]:
    """Return weeks that lie within what is reported."""
    if not 0 <= first < last <= scenario.company.weeks:
        raise SimError(
            "weeks {0} to {1} are not all reported: the scenario reports weeks 0 to {2}",
            "第 {0} 至 {1} 周未全部报告:情景报告第 0 至 {2} 周",
            first,
            last,
            scenario.company.weeks,
        )
    return first, last


def entries(case: Case, draws: int) -> list[dict[str, float | int]]:
    """Return the values of the uncertain entries of every draw; evenly spread, the first ones whatever the number."""
    from scipy.stats import qmc

    known = case.uncertain
    if not known:
        return [{}] * draws
    sobol = qmc.Sobol(len(known), scramble=True, rng=np.random.default_rng(0), bits=30)
    unit = sobol.random_base2(int(np.ceil(np.log2(draws))))[:draws]
    return [{name: each.at(float(u)) for (name, each), u in zip(known.items(), row, strict=True)} for row in unit]


def parameters(scenario: Scenario, draws: int, experiment: int = 0) -> NDArray[np.void]:
    """Return the drawn parameters of every draw."""
    from sim.parameters import draws as drawn
    from sim.plan.compile import parameters_of

    return drawn(parameters_of(scenario), np.arange(draws), experiment)


class Draws(NamedTuple):
    """Everything drawn, and the numbers read off the runs.

    Attributes:
        entries: a column per uncertain number: entries of the scenario, then parameters that have a prior.
        figures: reading -> float64[draws].
    """

    entries: pd.DataFrame
    figures: dict[Reading, Floats]


def figures(
    of: tuple[Case, Scenario],
    readings: Iterable[Reading],
    draws: int,
    *,
    experiment: int = 0,
    progress: Callable[[int], Any] | None = None,
    held: Mapping[str, float] | None = None,
) -> Draws:
    """Run every side of every draw and read off what is asked.

    Draw d has seed d, the d-th draw of the parameters, and the d-th values of the uncertain entries, under every side;
    an entry or parameter in `held` has that value in all of them.
    """
    import pandas as pd

    from sim.plan.compile import parameters_of

    case, scenario = of
    wanted, fixed = list(dict.fromkeys(readings)), dict(held or {})
    values = parameters(scenario, draws, experiment)
    points = [
        {**point, **{name: value for name, value in fixed.items() if name in point}} for point in entries(case, draws)
    ]
    for name in fixed.keys() - case.uncertain.keys():
        values[name] = fixed[name]
    found = {each: np.full(draws, np.nan) for each in wanted}

    def one(rows: slice) -> int:
        mine = points[rows.start]
        for side in dict.fromkeys(each.side for each in wanted):
            here = [each for each in wanted if each.side == side]
            runs = _Runs(_plan(case, scenario, side, mine), values[rows], np.arange(rows.start, rows.stop), experiment)
            for each in here:
                found[each][rows] = runs.value(scenario, each)
        return rows.stop - rows.start

    size = 1 if case.uncertain else 8
    blocks = [slice(first, min(first + size, draws)) for first in range(0, draws, size)]
    report = progress or (lambda _: None)
    report(one(blocks[0]))  # compiles what has to be compiled before threads share it
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for count in pool.map(one, blocks[1:]):
            report(count)
    known = parameters_of(scenario)
    free = [name for name, prior in zip(known.names, known.priors, strict=True) if prior.kind != "fixed"]
    columns: dict[str, Any] = {name: [float(point[name]) for point in points] for name in case.uncertain}
    columns |= {name: values[name] for name in free}
    return Draws(pd.DataFrame(columns), found)


def _plan(case: Case, scenario: Scenario, side: str, values: Mapping[str, Any]) -> Plan:
    """Return the plan of a side in a company with the values of a draw; a variant's changes come on top."""
    from sim.plan.compile import compile_plan

    policy = case.policy_of(side)
    if values:
        scenario = changed(scenario, policy, values, case.relative)
    if side in case.variants:
        scenario = changed(scenario, policy, case.variants[side].changes)
    return compile_plan(scenario, policy)


class _Runs:
    """The runs of one side of some draws; company totals and lines are run when they are asked for."""

    def __init__(self, plan: Plan, values: NDArray[np.void], seeds: NDArray[np.int64], experiment: int) -> None:
        self.plan, self.values, self.seeds, self.experiment = plan, values, seeds, experiment
        self._company: tuple[Floats, tuple[str, ...]] | None = None
        self._lines: Floats | None = None

    def value(self, scenario: Scenario, reading: Reading) -> Floats:
        """Return float64[cases], the value of a reading."""
        if reading.line is None:
            series, names = self._totals()
        else:
            place = [line.name for line in scenario.lines].index(reading.line)
            series, names = self._by_line()[:, :, place], tuple(OF_LINE)
        totals: Totals = window(series[:, : reading.last], names, reading.first)
        try:
            return np.asarray(BY_NAME[reading.measure].value(totals), float)
        except KeyError as error:
            raise SimError(
                "{0} is not kept line by line (it needs {1}): leave out `line`",
                "{0} 不按品线记录(需要 {1}):请去掉 `line`",
                reading.measure,
                error,
            ) from None

    def _totals(self) -> tuple[Floats, tuple[str, ...]]:
        """Return weekly series of the company and their names."""
        from sim.engine.batch import run

        if self._company is None:
            found = run(self.plan, self.values, self.seeds, threads=1, experiment=self.experiment)
            self._company = found.series, found.names
        return self._company

    def _by_line(self) -> Floats:
        """Return float64[cases, weeks, lines, series of a line]."""
        if self._lines is None:
            walks = [
                walk(self.plan, value, int(seed), self.experiment)
                for value, seed in zip(self.values, self.seeds, strict=True)
            ]
            self._lines = np.stack(walks)
        return self._lines


def walk(plan: Plan, value: np.void, seed: int, experiment: int) -> Floats:
    """Return float64[weeks, lines, series of a line] of one case: the engine's own weeks, looked at one by one."""
    from sim.engine.batch import advance, start
    from sim.engine.state import allocate

    record = np.array([value]).view(np.dtype((np.record, value.dtype)))[0]
    state, key = allocate(plan), (experiment, seed)
    start(plan.arrays, record, state, key)
    found = np.zeros((plan.weeks, len(state.lines), len(OF_LINE)))
    for week in range(len(plan.arrays.weeks)):
        advance(plan.arrays, record, state, week, key)
        if week >= plan.burn_in:
            for k, field in enumerate(OF_LINE.values()):
                found[week - plan.burn_in, :, k] = state.lines[field]
    return found
