"""What would change the answer of a comparison, each part by runs of its own.

Carriers come from the companies of the comparison. For every policy the numbers that move its gain most are held on one
side and on the other of where the answer seems to turn (or at the ends of its range) in companies with fresh
luck, so that a tipping point is only said to be one where both sides were run. The shock drill puts every kind of shock
into the calendar, the futures move visits, returns, repeat orders and margins of all lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.parameters.priors import quantile
from sim.plan.compile import parameters_of
from sim.results.decision import rule_of
from sim.results.many import policies_of
from sim.results.measures import BY_NAME
from sim.results.totals import Floats
from sim.studies.outcomes import Heard, Interval, Luck, Outcomes, interval, value
from sim.studies.sensitivity.carriers import Carrier, carriers, crossing, movers
from sim.studies.sensitivity.published import Published, nearest_studies
from sim.studies.sweep.document import changed
from sim.views import view
from sim.vocabulary.shocks import SHOCKS

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from sim.results.comparison import Comparison
    from sim.scenario.models import Scenario

#: Companies behind a side of a tipping point, behind a shock, and behind a future; number of futures.
SIDES, SHOCKED, LIVED, FUTURES = 60, 40, 10, 24
#: Numbers whose sides are run, by policy: those that move its gain most.
TURNED = 2
#: Ends of the range of a number.
ENDS = (0.025, 0.975)
#: Size and weeks of a drilled shock, and weeks after the start of the first policy; assumptions.
SIZE, WEEKS, AFTER = 0.3, 8, 8
#: What moves in a market future, as a multiple of today's; assumptions.
MARKET = {
    "lines.*.visits": (0.8, 1.2),
    "lines.*.return_rate": (0.7, 1.3),
    "lines.*.repeat_weekly": (0.85, 1.15),
    "lines.*.gross_margin": (0.9, 1.1),
}


class Side(NamedTuple):
    """One side of a turn: the number's value and the mean gain there, run with fresh luck."""

    at: float
    gain: Interval


class Turn(NamedTuple):
    """What one number does to one policy.

    Attributes:
        parameter, policy: names.
        turns_at: where the answer seems to turn; None where it does not in the range.
        low, high: both sides.
        least: gain that is worth the trouble.
    """

    parameter: str
    policy: str
    turns_at: float | None
    low: Side
    high: Side
    least: float

    @property
    def verified(self) -> bool:
        """Whether fresh runs put the two sides on different sides of what is worth the trouble."""
        below, above = sorted((self.low.gain, self.high.gain), key=lambda gain: gain.estimate)
        return below.high < self.least < above.low


class Drilled(NamedTuple):
    """A policy under a shock: mean gain and the share of outcomes in which its weakest guardrail holds."""

    shock: str
    policy: str
    gain: Interval
    usual: float


class Robust(NamedTuple):
    """A policy over market futures.

    Attributes:
        policy: its name; the baseline for doing nothing.
        enough: share of futures in which its mean gain is worth the trouble.
        worst: smallest mean gain.
        regret: largest shortfall from the best option of a future.
        best: share of futures in which it is the best.
    """

    policy: str
    enough: float
    worst: float
    regret: float
    best: float


@dataclass(frozen=True)
class Sensitivity:
    """What would change the answer.

    Attributes:
        scenario, baseline, objective, unit: of the comparison.
        carriers: numbers that carry the decision, guesses first.
        turns: what the numbers do that move a policy's gain most, both sides run.
        drill: every shock and policy.
        robust: every option over market futures.
        published: nearest published studies by policy.
        replicates: companies behind the carriers; runs: of everything else.
    """

    scenario: str
    baseline: str
    objective: str
    unit: str
    carriers: tuple[Carrier, ...]
    turns: tuple[Turn, ...]
    drill: tuple[Drilled, ...]
    robust: tuple[Robust, ...]
    published: Mapping[str, tuple[Published, ...]]
    replicates: int
    runs: int

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Tidy frame, a row per number, turn, shock and option: part, name, policy, estimate, low, high, verified."""
        import pandas as pd

        rows: list[dict[str, Any]] = []
        rows += [{"part": "carrier", "name": each.name, "estimate": each.worth, "p": each.p} for each in self.carriers]
        for turn in self.turns:
            for name, side in (("low", turn.low), ("high", turn.high)):
                row = {"part": f"turn {name}", "name": turn.parameter, "policy": turn.policy, "at": side.at}
                rows.append(row | side.gain._asdict() | {"verified": turn.verified})
        for each in self.drill:
            rows.append({"part": "shock", "name": each.shock, "policy": each.policy, **each.gain._asdict()})
        for one in self.robust:
            rows.append({"part": "futures", "name": "enough", "policy": one.policy, "estimate": one.enough})
        return pd.DataFrame(rows)

    def table(self, lang: str = "en") -> Group:
        """Return sentences and tables for a terminal."""
        return view("sim.studies.sensitivity.tables", "tables")(self, lang)

    def sentences(self, lang: str = "en") -> list[str]:
        """Return what would change the answer in sentences."""
        return view("sim.studies.sensitivity.tables", "sentences")(self, lang)

    def _repr_html_(self) -> str:
        """Return sentences and tables, for notebooks, in the language of the reader."""
        return view("sim.studies.sensitivity.tables", "html")(self)


def sensitivity(comparison: Comparison, *, threads: int | None = None, heard: Heard | None = None) -> Sensitivity:
    """Say what would change the answer of a comparison.

    Args:
        comparison: of at least twenty replicates; several hundred tell the carriers apart.
        threads: threads of the engine; None for all cores.
        heard: called with the number of runs that have just ended.

    Raises:
        SimError: too few replicates.
    """
    if comparison.replicates < 20:
        raise SimError(
            "what carries a decision needs at least 20 replicates, not {0}",
            "决策依赖分析至少需要 20 次重复,现为 {0}",
            comparison.replicates,
        )
    search = _Search(comparison, threads, heard)
    carrying = carriers(search.points, search.gains, search.least)
    turns = [search.turn(name, k) for k in range(len(search.policies)) for name in search.movers(k)]
    drill, robust = search.drill(), search.futures()
    published = {
        name: tuple(nearest_studies(comparison.scenario, name, comparison.baseline)) for name in search.policies
    }
    objective = BY_NAME[search.objective]
    about = comparison.scenario.name, comparison.baseline, objective.name, objective.unit
    return Sensitivity(
        *about,
        tuple(carrying),
        tuple(turns),
        tuple(drill),
        tuple(robust),
        published,
        comparison.replicates,
        search.runs,
    )


class _Search:
    """The parts, each with runs of its own."""

    def __init__(self, comparison: Comparison, threads: int | None, heard: Heard | None) -> None:
        """Take gains and numbers from the companies of the comparison."""
        self.scenario, self.baseline = comparison.scenario, comparison.baseline
        self.policies, self.experiment = list(policies_of(comparison)), comparison.provenance.experiment
        self.threads, self.heard, self.runs = threads, heard, 0
        self.objective = rule_of(comparison.scenario).objective
        self.sign = 1.0 if BY_NAME[self.objective].good == "up" else -1.0
        decision = comparison.decision
        self.least = np.array([decision.option(name).least for name in self.policies])
        self.usual = [decision.option(name).gain for name in self.policies]
        measure, runs = BY_NAME[self.objective], {run.variant.name: (run, k) for k, run in enumerate(comparison.runs)}
        first, columns = comparison.runs[0], []
        for name in self.policies:
            run, k = runs[name]
            start = comparison.starts[k]
            columns.append(self.sign * (measure.value(run.totals(start)) - measure.value(first.totals(start))))
        self.gains: Floats = np.nan_to_num(np.stack(columns, axis=1))
        self.points = self._outcomes(comparison.replicates, self.scenario).drawn

    def _outcomes(self, replicates: int, scenario: Scenario, fresh: int = 0) -> Outcomes:
        """Return companies; `fresh` families of luck on from those of the comparison."""
        return Outcomes(scenario, Luck(replicates, 0, self.experiment + fresh, self.threads), heard=self._count)

    def _count(self, runs: int) -> None:
        """Count runs and say so."""
        self.runs += runs
        if self.heard:
            self.heard(runs)

    def _gain(self, outcomes: Outcomes, policy: str, held: Mapping[str, float]) -> Floats:
        """Return gains of a policy in every company."""
        start = outcomes.start(policy)
        pair = [value(outcomes.totals(name, held, start=start), self.objective) for name in (policy, self.baseline)]
        return np.asarray(self.sign * (pair[0] - pair[1]))

    def movers(self, k: int) -> list[str]:
        """Return the numbers that move the gain of a policy most."""
        return movers(self.points, self.gains[:, k])[:TURNED]

    def turn(self, parameter: str, k: int) -> Turn:
        """Return what a number does to a policy, both sides run with fresh luck."""
        values = np.asarray(self.points[parameter], float)
        at = crossing(values, self.gains[:, k], float(self.least[k]))
        ends = self._ends(parameter)
        sides = ends if at is None else (0.5 * (ends[0] + at), 0.5 * (at + ends[1]))
        outcomes = self._outcomes(SIDES, self.scenario, fresh=1)
        gains = [interval(self._gain(outcomes, self.policies[k], {parameter: side})) for side in sides]
        low, high = (Side(side, gain) for side, gain in zip(sides, gains, strict=True))
        return Turn(parameter, self.policies[k], at, low, high, float(self.least[k]))

    def _ends(self, parameter: str) -> tuple[float, float]:
        """Return the ends of a number's range in this company."""
        known = parameters_of(self.scenario)
        place = known.names.index(parameter)
        low, high = (float(quantile(known.priors[place], float(known.values[place]), np.array([u]))[0]) for u in ENDS)
        return low, high

    def drill(self) -> list[Drilled]:
        """Return every policy under every kind of shock."""
        begins = max(self.scenario.policy(name).start for name in self.policies) + timedelta(weeks=AFTER)
        found = []
        for shock in SHOCKS:
            document = self.scenario.model_dump(by_alias=True)
            entry = {"kind": shock.name, "day": begins, "weeks": WEEKS, "size": SIZE}
            document["shocks"] = {**document["shocks"], "drill": entry}
            try:
                shocked = type(self.scenario).model_validate(document)
            except ValueError:  # this company has nothing that such a shock could hit
                continue
            outcomes = self._outcomes(SHOCKED, shocked)
            for k, policy in enumerate(self.policies):
                gain = interval(self._gain(outcomes, policy, {}))
                found.append(Drilled(shock.name, policy, gain, self.usual[k]))
        return found

    def futures(self) -> list[Robust]:
        """Return every option over market futures, spread evenly over their ranges."""
        from scipy.stats.qmc import LatinHypercube

        spread = LatinHypercube(len(MARKET), rng=np.random.default_rng(0)).random(FUTURES)
        gains = np.zeros((FUTURES, len(self.policies) + 1))
        for f, row in enumerate(spread):
            factors = {path: low + u * (high - low) for (path, (low, high)), u in zip(MARKET.items(), row, strict=True)}
            future = changed(self.scenario, self.baseline, factors, list(MARKET))
            outcomes = self._outcomes(LIVED, future)
            gains[f, 1:] = [np.nanmean(self._gain(outcomes, policy, {})) for policy in self.policies]
        return robust([self.baseline, *self.policies], gains, np.array([0.0, *self.least]))


def robust(options: Sequence[str], gains: NDArray[Any], least: Floats) -> list[Robust]:
    """Return options over futures.

    Args:
        options: names, doing nothing first.
        gains: float64[futures, options].
        least: gain that is worth the trouble, by option.
    """
    top = gains.max(axis=1, keepdims=True)
    return [
        Robust(
            name,
            float((gains[:, k] >= least[k]).mean()) if k else 1.0,
            float(gains[:, k].min()),
            float((top[:, 0] - gains[:, k]).max()),
            float((gains[:, k] == top[:, 0]).mean()),
        )
        for k, name in enumerate(options)
    ]
