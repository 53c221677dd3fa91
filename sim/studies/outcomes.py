"""What a policy comes to under some luck: runs that a study may ask for again and again, each made once.

Replicate r has seed r and row r of the draws of the uncertain numbers, whatever the policy, so outcomes of two policies
are paired row by row. A study may hold some numbers at values of its own, such as to switch a response off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.results.measures import BY_NAME
from sim.results.run import ENGINE, Source
from sim.results.statistics import LEVEL, half_width
from sim.results.totals import Floats, Totals, divide, window
from sim.units import WEEKS_PER_MONTH

if TYPE_CHECKING:
    from sim.scenario.models import Scenario

Held = Mapping[str, float]
NOTHING_HELD: Held = {}
#: Called with the number of runs that have just ended.
Heard = Callable[[int], None]


class Luck(NamedTuple):
    """Which companies.

    Attributes:
        replicates: how many.
        first: number of the first replicate.
        experiment: number of the experiment in the random key; another one is fresh luck.
        threads: threads of the engine; None for all cores.
    """

    replicates: int
    first: int = 0
    experiment: int = 0
    threads: int | None = None


class Interval(NamedTuple):
    """A mean over paired companies with its interval."""

    estimate: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return 0.5 * (self.high - self.low)


def interval(values: Floats, level: float = LEVEL) -> Interval:
    """Return mean and t interval of values over companies; NaNs are left out.

    Args:
        values: float64[companies].
        level: confidence.
    """
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return Interval(float(known.mean()) if len(known) else np.nan, np.nan, np.nan)
    mean, width = float(known.mean()), float(half_width(known, level))
    return Interval(mean, mean - width, mean + width)


class Outcomes:
    """Runs of the policies of one scenario under the same luck.

    Args:
        scenario: the document.
        luck: which companies.
        source: compiles, draws and runs.
        heard: called with the number of runs that have just ended.
    """

    def __init__(self, scenario: Scenario, luck: Luck, *, source: Source = ENGINE, heard: Heard | None = None) -> None:
        """Draw the uncertain numbers of every company."""
        self.scenario, self.luck, self.runs = scenario, luck, 0
        numbers = np.arange(luck.first, luck.first + luck.replicates)
        self.drawn = source.draw(scenario, numbers, luck.experiment)
        self._seeds, self._source, self._heard = numbers.astype(np.uint32), source, heard
        self._made: dict[Any, Any] = {}

    def weekly(self, policy: str, held: Held = NOTHING_HELD, scenario: Scenario | None = None) -> Any:
        """Return the recording of a policy.

        Args:
            policy: its name.
            held: number of the registry -> value at which it is held in every company.
            scenario: another document with the same uncertain numbers, such as one with a patched policy.
        """
        document = scenario or self.scenario
        key = (id(document), policy, tuple(sorted(held.items())))
        if key not in self._made:
            points = np.array(self.drawn)
            for name, value in held.items():
                points[name] = value
            plan = self._source.compile(document, policy)
            made = self._source.simulate(plan, points, self._seeds, self.luck.threads, self.luck.experiment)
            self._made[key] = (document, max(0, int(plan.start_week)), made)
            self.runs += self.luck.replicates
            if self._heard:
                self._heard(self.luck.replicates)
        return self._made[key][2]

    def totals(
        self, policy: str, held: Held = NOTHING_HELD, scenario: Scenario | None = None, start: int | None = None
    ) -> Totals:
        """Return totals over the weeks from the policy's start (or `start`) to the end; arguments as in `weekly`."""
        made = self.weekly(policy, held, scenario)
        begins = self._made[id(scenario or self.scenario), policy, tuple(sorted(held.items()))][1]
        return window(made.series, made.names, begins if start is None else start)

    def start(self, policy: str) -> int:
        """Return the first week in which a policy is in force, at least 0."""
        return max(0, int(self._source.compile(self.scenario, policy).start_week))


def value(totals: Totals, measure: str) -> Floats:
    """Return a measure of every company, float64[companies]."""
    return BY_NAME[measure].value(totals)


def heads_of(totals: Totals, roles: Iterable[str]) -> Floats:
    """Return mean heads of some roles, float64[companies]."""
    return np.sum([totals.mean(f"heads@{role}") for role in roles], axis=0)


def pay_of(totals: Totals, roles: Iterable[str]) -> Floats:
    """Return pay of some roles with bonus, RMB a month and head, float64[companies]; NaN without any of them."""
    paid = np.sum([totals.mean(f"pay_rmb@{role}") for role in roles], axis=0)
    return divide(paid, heads_of(totals, roles)) * WEEKS_PER_MONTH
