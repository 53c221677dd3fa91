"""What the model says would have come out of a published experiment."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine import batch
from sim.parameters import draws
from sim.plan.compile import compile_plan, parameters_of
from sim.scenario.models import Scenario
from sim.studies.evidence.document import Effect, Study
from sim.studies.evidence.measures import Floats, change, level, series_of

DRAWS, SEEDS = 240, 2
SMALLEST_EFFECT = 1e-9
Weekly = dict[str, NDArray[np.float64]]


class Points(NamedTuple):
    """Parameter records [draws] to predict with, seeds of each, and the number of the first, which decides its luck."""

    values: NDArray[np.void]
    seeds: int = SEEDS
    first: int = 0


class Trial:
    """A scenario whose policies are run once each, when they are asked for, under the same luck."""

    def __init__(self, scenario: Scenario, series: tuple[str, ...], count: int, points: Points | None = None) -> None:
        """Take a scenario, the series to record, how many draws of the parameters, and the draws if they are given."""
        self.scenario, self.series, self.draws = scenario, series, count
        self.points = points or Points(draws(parameters_of(scenario), np.arange(count)), SEEDS)
        self._runs: dict[str, Weekly] = {}

    def weekly(self, policy: str) -> Weekly:
        """Return series -> float64[draws, weeks] of a policy, summed over the seeds of a draw."""
        if policy not in self._runs:
            each, first = self.points.seeds, self.points.first * self.points.seeds
            values, seeds = np.repeat(self.points.values, each), np.arange(first, first + self.draws * each)
            plan = compile_plan(self.scenario, policy)
            record = batch.run(plan, values, seeds, threads=1, record=self.series)
            shape = self.draws, each, plan.weeks
            self._runs[policy] = {name: record[name].reshape(shape).sum(axis=1) for name in self.series}
        return self._runs[policy]

    def level(self, effect: Effect, policy: str, weeks: tuple[int, int] | None) -> Floats:
        """Return float64[draws], the level of an effect's measure under a policy over some weeks."""
        weekly, (first, last) = self.weekly(policy), weeks or (0, self.scenario.company.weeks)
        sums = {name: values[:, first:last].sum(axis=1) for name, values in weekly.items()}
        return level(effect.measure or "", effect.among, sums, (last - first) * self.points.seeds)

    def change(self, effect: Effect) -> Floats:
        """Return float64[draws], the change that an effect is."""
        before = self.level(effect, effect.against, effect.against_weeks or effect.weeks)
        return change(effect.measure or "", self.level(effect, effect.of, effect.weeks), before)


def predictions(study: Study, count: int | None = None, points: Points | None = None) -> dict[str, Floats]:
    """Return outcome -> float64[draws], for what can be predicted, with `count` draws or the usual number.

    Args:
        study: the study.
        count: draws of what is believed; none for the usual number, or for those of `points`.
        points: the draws to predict with.
    """
    count = len(points.values) if points else count or DRAWS
    told = [each for each in study.outcomes if each.measure]
    if not told:
        return {}
    names = tuple(dict.fromkeys(name for each in told for name in series_of(each.measure or "", each.among)))
    usual, same = Trial(study.plain, names, count, points), Trial(study.frozen, names, count, points)
    found = {}
    for each in told:
        if each.measure == "selection_share":
            total = usual.change(each)
            total = np.where(np.abs(total) < SMALLEST_EFFECT, np.nan, total)
            found[each.id] = np.nan_to_num(100.0 * (1.0 - same.change(each) / total))
        else:
            found[each.id] = (same if each.same_people else usual).change(each)
    return found
