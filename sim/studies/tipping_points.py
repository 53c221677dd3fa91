"""Where a ranking turns: the value of one measurable entry at which policy A stops beating policy B."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.documents.remedies import did_you_mean
from sim.errors import SimError
from sim.renamed import renamed
from sim.results.measures import BY_NAME
from sim.scenario.models import Scenario
from sim.studies.sweep.compute import results
from sim.studies.sweep.document import Sweep, is_market
from sim.studies.sweep.points import Point

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.picture import Picture

Floats = NDArray[np.float64]
RESAMPLES = 400
WORDS = {
    "turns": (
        "Between {a} and {b} the better {label} changes hands at {path} = {at:.3g} (95 % interval {low:.3g} to "
        "{high:.3g}).",
        "{a} 与 {b} 在{label}上的优劣在 {path} = {at:.3g} 处反转(95% 区间 {low:.3g} 至 {high:.3g})。",
    ),
    "better": (
        "{a} is better than {b} on {label} for every {path} from {first:g} to {last:g}.",
        "{path} 在 {first:g} 至 {last:g} 之间时,{a} 的{label}始终好于 {b}。",
    ),
    "worse": (
        "{a} is worse than {b} on {label} for every {path} from {first:g} to {last:g}.",
        "{path} 在 {first:g} 至 {last:g} 之间时,{a} 的{label}始终差于 {b}。",
    ),
}


@dataclass(frozen=True)
class TippingPoint:
    """How the difference between two policies moves with one entry.

    Attributes:
        policy, against: names; the difference is the first minus the second.
        path: the entry.
        measure: name of the measure.
        frame: a row per value: value, difference, low, high (95 %, paired), in the measure's unit.
        at: value of the entry at which the difference is zero, None where it does not turn in the range.
        low, high: 95 % interval of that value by bootstrap over replicates (its ends are those of the range where the
            ranking does not turn within it).
    """

    policy: str
    against: str
    path: str
    measure: str
    frame: pd.DataFrame
    at: float | None
    low: float
    high: float

    def words(self, lang: str = "en") -> str:
        """Return the answer as a sentence."""
        first, last = self.frame["value"].iloc[0], self.frame["value"].iloc[-1]
        label = BY_NAME[self.measure].label(lang)
        given = dict(a=self.policy, b=self.against, path=self.path, label=label, first=first, last=last)
        if self.at is None:
            wins = bool(self.frame["difference"].mean() > 0.0) == (BY_NAME[self.measure].good != "down")
            return WORDS["better" if wins else "worse"][lang == "zh"].format(**given)
        return WORDS["turns"][lang == "zh"].format(**given, at=self.at, low=self.low, high=self.high)

    def plot(self, lang: str = "en") -> Picture:
        """Return the difference against the entry, with its interval and the turning point."""
        from sim.results.fonts import language
        from sim.results.picture import Picture as Drawn
        from sim.results.words import unit_word

        drawn, families = language(lang)
        figure = Drawn(families, figsize=(7.0, 4.0), layout="constrained")
        with figure.style():
            axes = figure.subplots()
            axes.fill_between(self.frame["value"], self.frame["low"], self.frame["high"], alpha=0.2, linewidth=0)
            axes.plot(self.frame["value"], self.frame["difference"], marker="o", markersize=3)
            axes.axhline(0.0, color="#333333", linewidth=0.8)
            if self.at is not None:
                axes.axvspan(self.low, self.high, color="#D55E00", alpha=0.15, linewidth=0)
                axes.axvline(self.at, color="#D55E00", linestyle="--")
            measure = BY_NAME[self.measure]
            unit = unit_word(measure.unit, drawn)
            axes.set(xlabel=self.path, ylabel=f"{measure.label(drawn)}: {self.policy} − {self.against} ({unit})")
        return figure


def tipping_point(  # noqa: PLR0913  every keyword is one the command has too
    scenario: Scenario,
    policy: str,
    against: str,
    path: str,
    between: tuple[float, float],
    *,
    measure: str = "gmv",
    points: int = 7,
    replicates: int = 40,
) -> TippingPoint:
    """Return where the ranking of two policies turns as one entry of the scenario or of the first policy moves.

    Args:
        scenario: with both policies.
        policy: the one in question.
        against: the one to beat.
        path: dotted path: of the scenario (company, lines, calendar, budgets: both policies meet the value; `*` names
            all entries of a list), or of `policy`.
        between: lowest and highest value.
        measure: name of the measure.
        points: values tried, evenly spaced.
        replicates: with shared luck, at every value.

    Raises:
        SimError: unknown names or paths, or a range without width.
    """
    import pandas as pd

    if measure not in BY_NAME:
        raise SimError(
            "no such measure: {0!r}. {1}", "没有这个度量:{0!r}。{1}", measure, did_you_mean(measure, BY_NAME)
        )
    low, high = between
    if not low < high or points < 3 or replicates < 4:
        raise SimError(
            "a turning point needs low below high, at least 3 points and at least 4 replicates",
            "反转点需要 low 小于 high、至少 3 个点与至少 4 次重复",
        )
    for name in (policy, against):
        scenario.policy(name)
    entry = {path: {"low": low, "high": high}}
    document = Sweep.model_validate(
        {
            "version": 1,
            "name": "tipping point",
            "scenario": "-",
            "baseline": against,
            "policies": [policy],
            "measures": [measure],
            "replicates": replicates,
            "uncertainties" if is_market(path) else "levers": entry,
        }
    )
    values = np.linspace(low, high, points)
    gaps = np.stack(
        [_gap(results(document, scenario, Point(policy, ((path, float(v)),)), range(replicates))) for v in values]
    )
    half = 1.96 * gaps.std(axis=1, ddof=1) / np.sqrt(replicates)
    mean = gaps.mean(axis=1)
    frame = pd.DataFrame({"value": values, "difference": mean, "low": mean - half, "high": mean + half})
    at = crossing(values, mean)
    return TippingPoint(policy, against, path, measure, frame, at, *_interval(values, gaps))


def _gap(found: Floats) -> Floats:
    """Return the paired differences of one measure."""
    return found[0, :, 0] - found[1, :, 0]


def crossing(values: Floats, difference: Floats) -> float | None:
    """Return where a difference first changes sign, by straight lines between values; None where it does not."""
    for k in range(len(values) - 1):
        a, b = difference[k], difference[k + 1]
        if a == 0.0:
            return float(values[k])
        if a * b < 0.0:
            return float(values[k] + (values[k + 1] - values[k]) * a / (a - b))
    return None


def _interval(values: Floats, gaps: Floats) -> tuple[float, float]:
    """Return the 95 % interval of the turning point by bootstrap over replicates."""
    rng = np.random.default_rng(0)
    sample: Callable[[], Floats] = lambda: gaps[:, rng.integers(0, gaps.shape[1], gaps.shape[1])].mean(axis=1)  # noqa: E731
    found = [crossing(values, sample()) for _ in range(RESAMPLES)]
    turned = [each for each in found if each is not None]
    if len(turned) < 0.05 * RESAMPLES:
        return float("nan"), float("nan")
    low, high = np.quantile(turned, [0.025, 0.975])
    if len(turned) < 0.975 * RESAMPLES:  # in some draws it does not turn: the interval reaches the nearer end
        near_low = turned and np.mean(turned) < 0.5 * (values[0] + values[-1])
        low, high = (values[0], high) if near_low else (low, values[-1])
    return float(low), float(high)


__getattr__ = renamed(__name__, {"Turning": "TippingPoint", "turning": "tipping_point"})
