"""Does "today" reproduce what was observed? The baseline fit, with the range that luck alone allows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.language.text import Text
from sim.results.observed import Observed, beside, read_observed
from sim.units import WEEKS_PER_YEAR, YEAR_WEEKS
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.table import Table

    from sim.scenario.models import Scenario

Floats = NDArray[np.float64]
REPLICATES, FEWEST_YEARS = 100, 50
#: The range of luck is that of 98 in 100 simulated years.
TAIL = 0.01
LONGEST_LAG_WEEKS = 6
SERIES = (
    "gmv_paid",
    "refunds",
    "orders",
    "repeat_orders",
    "quits",
    "heads",
    "base_rmb",
    "overtime_rmb",
    "bonus_earned_rmb",
)
#: What is checked: the columns it needs, unit, and the relative difference that matters for a decision (assumptions).
TOLERANCE = {
    "gmv_level": 0.05,
    "gmv_season": 0.0,
    "season_lag": 0.0,
    "returns": 0.10,
    "repeat_share": 0.10,
    "turnover": 0.15,
    "first_year_exits": 0.20,
    "bonus_share": 0.10,
}
NEEDS = {
    "gmv_level": ("gmv_paid",),
    "gmv_season": ("gmv_paid",),
    "season_lag": ("gmv_paid",),
    "returns": ("refunds", "gmv_paid"),
    "repeat_share": ("repeat_orders", "orders"),
    "turnover": ("exits", "heads"),
    "first_year_exits": ("exits_first_year", "heads"),
    "bonus_share": ("base_rmb", "bonus_rmb"),
}
UNITS = {
    "gmv_level": "RMB per week",
    "gmv_season": "%",
    "season_lag": "weeks",
    "returns": "%",
    "repeat_share": "%",
    "turnover": "% per year",
    "first_year_exits": "% per year",
    "bonus_share": "%",
}
#: A weekly miss of the season that matters, %.
SEASON_PERCENT = 10.0


@dataclass(frozen=True)
class Check:
    """One figure of the last year: observed, simulated, and what luck alone allows.

    Attributes:
        name: of the check, see `NEEDS`.
        unit: of all values.
        observed: NaN without data.
        model: mean over simulated years.
        low, high: range of 98 in 100 simulated years.
        verdict: fits, misfit, too little data (even half or double would lie within luck) or no data.
    """

    name: str
    unit: str
    observed: float
    model: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Fit:
    """The baseline against the last observed year.

    Attributes:
        scenario: name of the scenario.
        baseline: policy that runs today.
        file: the observations.
        first: Monday of the first week compared.
        replicates: simulated years.
        checks: one per figure.
        observed: float64[weeks] paid GMV observed, RMB.
        weekly: float64[3, weeks] simulated paid GMV: mean, low and high of luck, RMB.
    """

    scenario: str
    baseline: str
    file: str
    first: date
    replicates: int
    checks: tuple[Check, ...]
    observed: Floats
    weekly: Floats

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, one row per check."""
        import pandas as pd

        return pd.DataFrame([asdict(check) for check in self.checks])

    @property
    def misfits(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.verdict == "misfit")

    def warnings(self, lang: str = "en") -> list[str]:
        """One sentence for every misfit, with what to do."""
        return [view("sim.results.fit_words", "warning")(check, lang) for check in self.misfits]

    def sentence(self, lang: str = "en") -> str:
        """What the fit says in one sentence."""
        return view("sim.results.fit_words", "summary")(self, lang)

    def table(self, lang: str = "en") -> Table:
        """The checks as a table for people."""
        return view("sim.results.fit_words", "table")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentence, checks and picture, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "fitted")(self)

    def plot(self, lang: str = "en") -> Figure:
        """Pictures of model against data, with the range of luck."""
        return view("sim.results.fit_chart", "picture")(self, lang)


def fit(
    scenario: Scenario | str | os.PathLike[str],
    data: str | os.PathLike[str] | None = None,
    *,
    replicates: int = REPLICATES,
    threads: int | None = None,
) -> Fit:
    """Compare the baseline of a scenario with the last observed year.

    The baseline is simulated over the observed weeks with the parameters at their values, so that simulated years
    differ by luck alone.

    Args:
        scenario: a scenario or the path of its file.
        data: weekly observations; absent: `NAME.observed.csv` beside the scenario's file.
        replicates: simulated years, at least 20.
        threads: threads of the engine; None for all. Never changes a number.

    Raises:
        InputError: the scenario or the data are wrong.
        SimError: there are no data, or too few replicates.
    """
    from sim.scenario.loading import load

    if replicates < 20:
        raise SimError(
            "the fit needs at least 20 simulated years, not {0}", "拟合检验至少需要 20 个模拟年,现为 {0}", replicates
        )
    path = None if not isinstance(scenario, (str, os.PathLike)) else Path(scenario)
    document: Any = load(path) if path else scenario
    source = data or (beside(path) if path else None)
    if source is None:
        raise SimError(
            "{0}: no observations; give --data FILE (`sim intake` writes NAME.observed.csv)",
            "{0}:没有观测数据;请给 --data 文件(`sim intake` 会写出 名称.observed.csv)",
            path or Text("the scenario", "情景"),
        )
    observed = read_observed(source)
    model = simulated(document, observed.first, observed.weeks, np.arange(replicates), threads)
    checks = tuple(_check(name, observed, model) for name in NEEDS)
    gmv = model["gmv_paid"]
    weekly = np.array([gmv.mean(axis=0), *np.quantile(gmv, [TAIL, 1.0 - TAIL], axis=0)])
    return Fit(
        document.name,
        document.baseline_name,
        str(source),
        observed.first,
        replicates,
        checks,
        observed.series["gmv_paid"],
        weekly,
    )


def simulated(
    scenario: Any, first: date, weeks: int, seeds: NDArray[np.int64], threads: int | None = None, experiment: int = 0
) -> dict[str, Floats]:
    """Return float64[seeds, weeks] of the baseline over some weeks, by the names of the observed columns."""
    from sim.plan.compile import parameters_of

    moved = baseline_at(scenario, first, weeks)
    return yearly(moved, parameters_of(moved).record(), seeds, threads, experiment)


def yearly(
    scenario: Any, values: NDArray[np.void], seeds: NDArray[np.int64], threads: int | None, experiment: int
) -> dict[str, Floats]:
    """Return float64[seeds, weeks] of a scenario's baseline, by the names of the observed columns.

    Args:
        scenario: a scenario.
        values: parameter records, one for all seeds or one each.
        seeds: of the luck.
        threads: of the engine.
        experiment: number of the experiment.
    """
    from sim.engine.batch import run
    from sim.plan.compile import compile_plan

    plan = compile_plan(scenario, scenario.baseline_name)
    rows = 4 * len(plan.arrays.seats) + 50
    record = run(plan, values, seeds, threads=threads, record=SERIES, exit_rows=rows, experiment=experiment)
    early = np.zeros((len(seeds), plan.weeks))
    young = record.exits[record.exits["tenure"] < YEAR_WEEKS]
    np.add.at(early, (young["case"], young["week"].astype(int)), 1.0)
    return {
        **{name: record[name] for name in SERIES[:4]},
        "exits": record["quits"],
        "exits_first_year": early,
        "heads": record["heads"],
        "base_rmb": record["base_rmb"] + record["overtime_rmb"],
        "bonus_rmb": record["bonus_earned_rmb"],
    }


def simulated_years(scenario: Scenario, years: int = 1, *, experiment: int = 1) -> list[pd.DataFrame]:
    """Return simulated years before a scenario's start in the form of observations.

    The flagship ships with the first of them; `simulated_years(sim.load(FILE))[0].to_csv(...)` refreshes it after a
    change of the model.
    """
    import pandas as pd

    weeks = int(WEEKS_PER_YEAR)
    first = scenario.company.start - timedelta(weeks=weeks)
    series = simulated(scenario, first, weeks, np.arange(years), experiment=experiment)
    mondays = [(first + timedelta(weeks=week)).isoformat() for week in range(weeks)]
    return [
        pd.DataFrame({"week_start": mondays, **{name: values[year] for name, values in series.items()}})
        for year in range(years)
    ]


def baseline_at(scenario: Any, first: date, weeks: int) -> Any:
    """Return the scenario with its baseline alone, over other weeks."""
    from sim.scenario.models import Scenario

    document = scenario.model_dump(by_alias=True)
    name = scenario.baseline_name
    policy = {**document["policies"][name], "extends": None, "start": first, "announce": first}
    document["company"] = {**document["company"], "start": first, "weeks": weeks}
    return Scenario.model_validate({**document, "policies": {name: policy}, "baseline": name})


def _check(name: str, observed: Observed, model: Mapping[str, Floats]) -> Check:
    """Return one check."""
    if name in ("gmv_season", "season_lag"):
        selling = observed.series["gmv_paid"] > 0.0
        logs = np.log(np.where(selling, observed.series["gmv_paid"], np.nan))
        return _season_check(name, logs, np.log(np.maximum(model["gmv_paid"], 1e-9)))
    available = all(column in observed.series for column in NEEDS[name])
    known = np.ones(observed.weeks, bool)
    if available:
        for column in NEEDS[name]:
            known &= np.isfinite(observed.series[column])
    values = _figure(name, {key: series[:, known] for key, series in model.items()})
    middle = float(values.mean())
    low, high = (float(q) for q in np.quantile(values, [TAIL, 1.0 - TAIL]))
    if not available or known.sum() < WEEKS_PER_YEAR / 4 or (name == "bonus_share" and not values.any()):
        return Check(name, UNITS[name], np.nan, middle, low, high, "no data")
    data = float(_figure(name, {key: series[None, known] for key, series in observed.series.items()})[0])
    return Check(name, UNITS[name], data, middle, low, high, _verdict(data, middle, low, high, TOLERANCE[name]))


def _figure(name: str, series: Mapping[str, Floats]) -> Floats:
    """Return float64[n] of a yearly figure from float64[n, weeks] series."""
    top, *bottom = NEEDS[name]
    if name == "gmv_level":
        return series["gmv_paid"].mean(axis=1)
    total = series[top].sum(axis=1)
    if name == "bonus_share":
        bonus = series["bonus_rmb"].sum(axis=1)
        return 100.0 * bonus / np.maximum(total + bonus, 1e-9)
    share = 100.0 * total / np.maximum(series[bottom[0]].sum(axis=1), 1e-9)
    return share * WEEKS_PER_YEAR if UNITS[name] == "% per year" else share


def _verdict(data: float, middle: float, low: float, high: float, tolerance: float) -> str:
    """Return what one figure says; a difference counts where luck excludes it and it matters."""
    if low < 0.5 * middle and high > 1.5 * middle and low <= data <= high:
        return "too little data"
    if low <= data <= high or abs(data - middle) <= tolerance * abs(middle):
        return "fits"
    return "misfit"


def _season_check(name: str, data: Floats, model: Floats) -> Check:
    """Return the check of the season's shape (typical weekly miss, %) or of its timing (weeks the data are later).

    Both take logs; weeks without sales are NaN and left out, and the level does not count.
    """
    mean, years = model.mean(axis=0), model
    if name == "season_lag":
        lags = np.array([_lag(year, mean) for year in years], float)
        value = float(_lag(data, mean))
        low, high = (float(q) for q in np.quantile(lags, [TAIL, 1.0 - TAIL]))
        return Check(
            name,
            UNITS[name],
            value,
            float(lags.mean()),
            low,
            high,
            "fits" if low <= value <= high or value == 0.0 else "misfit",
        )
    misses = 100.0 * np.std(years - mean, axis=1)
    value = 100.0 * float(np.nanstd(data - mean))
    low, high = (float(q) for q in np.quantile(misses, [TAIL, 1.0 - TAIL]))
    verdict = "misfit" if value > high and value > SEASON_PERCENT else "fits"
    return Check(name, UNITS[name], value, float(misses.mean()), low, high, verdict)


def _lag(year: Floats, mean: Floats) -> int:
    """Return by how many weeks a year comes later than the mean model: the shift at which both agree best."""
    lags = sorted(range(-LONGEST_LAG_WEEKS, LONGEST_LAG_WEEKS + 1), key=abs)
    misses = []
    for lag in lags:
        first, last = max(0, lag), len(year) + min(0, lag)
        difference = year[first:last] - mean[first - lag : last - lag]
        misses.append(float(np.nanstd(difference)))
    return lags[int(np.argmin(misses))]
