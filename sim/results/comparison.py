"""The answer to a comparison: rows of paired differences, the runs behind them, and how they came about."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from sim.errors import SimError
from sim.results.measures import Measure
from sim.results.measures import measure as find_measure
from sim.results.precision import Stopping
from sim.results.provenance import Provenance
from sim.results.run import Run
from sim.results.statistics import LEVEL, Paired
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.console import Group

    from sim.results.decision import Decision, Rule
    from sim.results.fit import Fit
    from sim.results.guess import Guessed
    from sim.results.who import Who

#: Weeks from the start of a policy after which its worth is shown.
HORIZONS = (26, 104, 156)
RECORD = ("measure", "unit", "policy", "baseline", "estimate", "low", "high", "level", "replicates")


@dataclass(frozen=True)
class Row:
    """One measure of one policy against the baseline.

    Attributes:
        measure: name of the measure.
        unit: its unit, also of the difference.
        policy: the policy, or the pay-neutral twin of one.
        baseline: the policy it is compared with.
        estimate: policy minus baseline, mean over the pairs.
        low: lower end of the interval of the mean difference.
        high: upper end.
        level: confidence of the interval.
        replicates: pairs behind the estimate.
        baseline_mean: mean of the baseline.
        policy_mean: mean of the policy.
        relative: difference in % of the baseline.
        outcome_low: 10 % point of single differences.
        outcome_high: 90 % point.
        probability_better: chance that a single outcome is better; NaN for measures without a better direction.
        variance_ratio: variance of an unpaired difference / variance of the paired one.
        direction: which direction is better: up, down, neutral.
        dimension: business, team, individual, cost.
        verdict: better, worse, higher, lower, same or cannot say.
    """

    measure: str
    unit: str
    policy: str
    baseline: str
    estimate: float
    low: float
    high: float
    level: float
    replicates: int
    baseline_mean: float
    policy_mean: float
    relative: float
    outcome_low: float
    outcome_high: float
    probability_better: float
    variance_ratio: float
    direction: str
    dimension: str
    verdict: str

    @classmethod
    def of(cls, measure: Measure, policy: str, baseline: str, statistics: Paired, column: int) -> Row:
        """Return the row of a measure from its column of the statistics."""
        s = {each.name: float(getattr(statistics, each.name)[column]) for each in fields(statistics)}
        scale = abs(s["baseline_mean"])
        return cls(
            measure.name,
            measure.unit,
            policy,
            baseline,
            s["estimate"],
            s["low"],
            s["high"],
            LEVEL,
            int(s["replicates"]),
            s["baseline_mean"],
            s["policy_mean"],
            100.0 * s["estimate"] / scale if scale > 0 else math.nan,
            s["outcome_low"],
            s["outcome_high"],
            {"up": s["above"], "down": 1.0 - s["above"], "neutral": math.nan}[measure.good],
            s["variance_ratio"],
            measure.good,
            measure.dimension,
            verdict(s["low"], s["high"], measure.good),
        )


def verdict(low: float, high: float, direction: str) -> str:
    """Return what an interval says: better, worse, higher, lower, same, or cannot say where it covers zero."""
    if low == high == 0.0:
        return "same"
    if not (low > 0.0 or high < 0.0):
        return "cannot say"
    if direction == "neutral":
        return "higher" if low > 0.0 else "lower"
    return "better" if (low > 0.0) == (direction == "up") else "worse"


@dataclass(frozen=True)
class Comparison:
    """Paired differences of policies from a baseline.

    Attributes:
        scenario: the scenario compared in.
        measures: measures that were recorded.
        rows: one per policy and measure, policies in the order of the question.
        runs: the baseline first, then each policy, each followed by its pay-neutral twin where pay changes.
        starts: first week of the estimation window of each run.
        stopping: why no more replicates were added.
        provenance: versions, seeds, hashes and the command that reproduces the numbers.
        fit: the baseline against the last observed year, None where there are no observations.
    """

    scenario: Any
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    runs: tuple[Run, ...]
    starts: tuple[int, ...]
    stopping: Stopping
    provenance: Provenance
    fit: Fit | None = None

    def __repr__(self) -> str:
        """Say what was compared, not every number."""
        names = ", ".join(self.policies)
        return f"Comparison({self.scenario.name!r}: {names} against {self.baseline}, {self.replicates} replicates)"

    @property
    def baseline(self) -> str:
        """Name of the baseline."""
        return self.runs[0].variant.name

    @property
    def policies(self) -> tuple[str, ...]:
        """Names compared with the baseline, pay-neutral twins included."""
        return tuple(run.variant.name for run in self.runs[1:])

    @property
    def replicates(self) -> int:
        """Number of pairs."""
        return self.runs[0].replicates

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame with one row per policy and measure; columns are those of `Row`."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.rows])

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Tidy frame of single outcomes: policy, replicate, measure, value, baseline_value, difference."""
        return view("sim.results.frames", "outcomes")(self)

    def row(self, policy: str, measure: str) -> Row:
        """Return the row of a policy and a measure.

        Raises:
            SimError: there is no such row.
        """
        for each in self.rows:
            if each.policy == policy and each.measure == measure:
                return each
        find_measure(measure)
        raise SimError(
            "the comparison holds no {0!r} of {1!r}; policies: {2}",
            "此次对比没有方案 {1!r} 的 {0!r};方案有:{2}",
            measure,
            policy,
            ", ".join(self.policies),
        )

    @cached_property
    def decision(self) -> Decision:
        """Whether to roll each policy out, by the rule that the scenario states or the usual one."""
        return self.decide()

    def decide(self, rule: Rule | None = None) -> Decision:
        """Return the verdicts by another rule than that of the scenario; see `results.deciding`."""
        return view("sim.results.deciding", "decide")(self, rule)

    @cached_property
    def corrected(self) -> dict[tuple[str, str], str]:
        """Verdicts of (policy, measure), corrected for the number of rows; see `results.many`."""
        return view("sim.results.many", "corrected")(self)

    def screen(self, lang: str = "en", width: int = 80) -> Group:
        """Return the first screen: a verdict for each policy, the reason, the risk, the odds, and one picture."""
        return view("sim.results.screen", "screen")(self, lang, width)

    def weekly(self, measure: str) -> pd.DataFrame:
        """Return the weekly paths of a measure, tidy: policy, replicate, week, date, value."""
        return view("sim.results.frames", "weekly")(self, find_measure(measure))

    def summary(self, lang: str = "en") -> pd.DataFrame:
        """Return a short tidy frame: measure, policy, difference, low, high, unit, relative, verdict."""
        return view("sim.results.frames", "summary")(self, lang)

    def winners(self) -> pd.DataFrame:
        """Return who gains, who loses and who leaves, by role; see `sim.results.winners`."""
        return view("sim.results.winners", "winners")(self)

    def who(self, *, replicates: int = 8) -> Who:
        """Return paired people: who gains and loses in pay, hours, growth and exits; see `results.following`."""
        return view("sim.results.following", "who")(self, replicates=replicates)

    def horizons(self, weeks: Sequence[int] = HORIZONS) -> pd.DataFrame:
        """Return what policies are worth after some weeks, without and with what is left; see `results.horizons`."""
        return view("sim.results.horizons", "horizons")(self, weeks)

    def beside(self, guess: Mapping[str, Mapping[str, float | str]]) -> Guessed:
        """Return a guess beside the answer: policy -> measure -> change (amounts per year: %), or verdict -> word."""
        return view("sim.results.guessing", "beside")(self, guess)

    def risks(self, lang: str = "en") -> pd.DataFrame:
        """Return which of the risks K1 to K9 emerged under each policy, and the sign that shows each first."""
        return view("sim.results.risks", "check")(self, lang)

    @property
    def table(self) -> Group:
        """The table for people, in English; print it with rich or let a notebook show it."""
        return self.tables("en")

    def tables(self, lang: str = "en", width: int | None = None) -> Group:
        """Return one table per policy in blocks by dimension, misfits of the baseline on top.

        Columns that `width` has no room for are left out.
        """
        return view("sim.results.table", "tables")(self, lang, width)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return three plain sentences per policy on what the result means for the decision."""
        return view("sim.results.sentences", "sentences")(self, lang)

    def plot(self, measure: str = "gmv", lang: str = "en") -> Figure:
        """Return a figure of weekly paths with bands, and of the difference below."""
        return view("sim.results.charts", "paths")(self, find_measure(measure), lang)

    def plot_headline(self, lang: str = "en") -> Figure:
        """Return a figure of the headline differences, each measure on its own scale."""
        return view("sim.results.forest", "headline")(self, lang)

    def plot_differences(self, lang: str = "en") -> Figure:
        """Return a figure of all differences with their intervals."""
        return view("sim.results.forest", "differences")(self, lang)

    def records(self) -> list[dict[str, Any]]:
        """Return plain records: measure, unit, policy, baseline, estimate, low, high, level, replicates."""
        return [{name: _plain(getattr(row, name)) for name in RECORD} for row in self.rows]

    def to_json(self, path: str | Path) -> None:
        """Write the records as a JSON list; numbers that do not exist become null.

        Raises:
            SimError: the file cannot be written.
        """
        text = json.dumps(self.records(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        try:
            Path(path).write_text(text, encoding="utf-8")
        except OSError as error:
            raise SimError("{0}: cannot be written ({1})", "{0}:无法写入({1})", path, error.strerror) from error

    def to_excel(self, path: str | Path, lang: str = "en") -> None:
        """Write a workbook: the answer, every measure, who gains and loses, the record.

        Raises:
            SimError: the file cannot be written.
        """
        view("sim.results.excel", "comparison")(self, path, lang)

    def _repr_html_(self) -> str:
        """Return the first screen, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "comparison")(self)

    def gain(self, measure: str = "gmv") -> dict[str, float]:
        """Return, for each policy, how many times smaller pairing makes the variance of a difference."""
        return {name: self.row(name, measure).variance_ratio for name in self.policies}


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return cast(Any, value.item()) if isinstance(value, np.generic) else value
