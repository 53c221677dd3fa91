"""The best of a list of policies, with a stated probability of choosing right.

Fully sequential selection with an indifference zone (S.-H. Kim and B. L. Nelson 2001, "A fully sequential procedure for
indifference-zone selection in simulation", ACM TOMACS 11, 251-273): policies share their luck, replicates are added,
and a policy leaves as soon as another is clearly better. If the best is better than every other by the indifference or
more, it is chosen with at least the stated probability; otherwise what is chosen is as good within the indifference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError
from sim.scenario.models import Scenario
from sim.views import view

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Draw = Callable[[list[int], range], Floats]
FIRST, STEP, MOST = 20, 20, 20_000


@dataclass(frozen=True)
class Selection:
    """The chosen policy and how it was chosen.

    Attributes:
        best: name of the policy.
        probability: promised probability of a correct choice.
        indifference: differences smaller than this do not matter, in the measure's unit.
        decided: whether one policy was left; false where the replicates ran out first.
        frame: a row per policy: mean, replicates, whether it was left at the end.
    """

    best: str
    probability: float
    indifference: float
    decided: bool
    frame: pd.DataFrame

    def _repr_html_(self) -> str:
        """Return the choice and its table, for notebooks, in the language of the reader."""
        return view("sim.results.notebook", "frames")(self.best, self.frame)


def select(  # noqa: PLR0913  every keyword is one the command has too
    scenario: Scenario,
    policies: Sequence[str],
    measure: str,
    *,
    indifference: float | None = None,
    probability: float = 0.95,
    direction: str | None = None,
    most: int = 2000,
) -> Selection:
    """Choose the best of some policies on one measure.

    Args:
        scenario: with the policies.
        policies: names, at least two.
        measure: name of the measure.
        indifference: smallest difference that matters: % of the mean for amounts per year, else the measure's unit;
            default the precision of comparisons for the measure.
        probability: of choosing the best where it leads by the indifference or more.
        direction: up or down where the measure itself does not say.
        most: replicates after which the choice is made undecided.

    Raises:
        SimError: unknown policies or measures, fewer than two policies, or numbers that make no sense.
    """
    from sim.documents.remedies import did_you_mean
    from sim.results.measures import BY_NAME
    from sim.results.precision import DEFAULT_PRECISION

    if measure not in BY_NAME:
        raise SimError(
            "no such measure: {0!r}. {1}", "没有这个度量:{0!r}。{1}", measure, did_you_mean(measure, BY_NAME)
        )
    good = direction or BY_NAME[measure].good
    if good not in ("up", "down"):
        raise SimError("{0}: say which way is good, up or down", "{0}:请说明哪个方向为好,up 或 down", measure)
    width = indifference if indifference is not None else DEFAULT_PRECISION.get(measure)
    if width is None or width <= 0.0:
        raise SimError(
            "{0}: give the indifference, the smallest difference that matters, above 0",
            "{0}:请给出 indifference,即有意义的最小差异,大于 0",
            measure,
        )
    draw = _draw(scenario, policies, measure, 1.0 if good == "up" else -1.0)
    if BY_NAME[measure].per_year:
        width *= abs(float(draw(list(range(len(policies))), range(FIRST)).mean())) / 100.0
    found = choose(draw, len(policies), width, probability, most)
    return Selection(policies[found.best], probability, width, found.decided, _frame(policies, found, good))


@dataclass(frozen=True)
class Choice:
    """What the procedure ended with: place of the best, means (more is better), replicates, who was left."""

    best: int
    decided: bool
    means: Floats
    replicates: NDArray[np.int64]
    left: list[int]


def choose(draw: Draw, k: int, indifference: float, probability: float, most: int = MOST) -> Choice:
    """Choose the best of k alternatives.

    Args:
        draw: returns float64[replicates, alternatives asked], more is better, the same luck for all.
        k: number of alternatives.
        indifference: smallest difference that matters.
        probability: promised probability of a correct choice, in (1/k, 1).
        most: replicates after which the best so far is returned undecided.

    Raises:
        SimError: fewer than two alternatives, or a probability out of its range.
    """
    if k < 2 or not 1.0 / k < probability < 1.0:
        raise SimError(
            "choosing among {0} needs at least two policies and a probability between {1:g} and 1",
            "在 {0} 个中选择,至少需要两个方案,概率须在 {1:g} 与 1 之间",
            k,
            1.0 / k,
        )
    left, results = list(range(k)), draw(list(range(k)), range(FIRST))
    gaps = results[:, :, None] - results[:, None, :]
    variance = gaps.var(axis=0, ddof=1)
    eta = 0.5 * (math.pow(2.0 * (1.0 - probability) / (k - 1.0), -2.0 / (FIRST - 1.0)) - 1.0)
    spread = 2.0 * eta * (FIRST - 1.0) * variance
    sums, counts, done = results.sum(axis=0), np.full(k, FIRST), FIRST
    while True:
        slack = np.maximum(0.0, (spread / indifference - indifference * done) / 2.0)
        left = [i for i in left if all(sums[i] >= sums[j] - slack[i, j] for j in left if j != i)]
        if len(left) == 1 or done >= most:
            break
        more = draw(left, range(done, done + STEP))
        sums[left] += more.sum(axis=0)
        done += STEP
        counts[left] = done
    best = max(left, key=lambda i: sums[i])
    return Choice(best, len(left) == 1, sums / counts, counts, left)


def _draw(scenario: Scenario, policies: Sequence[str], measure: str, sign: float) -> Draw:
    """Return a function that runs policies with shared luck and parameters, over the weeks all of them are in force."""
    from sim.engine.batch import run
    from sim.parameters import draws
    from sim.plan.compile import compile_plan, parameters_of
    from sim.results.measures import BY_NAME, values
    from sim.results.totals import window

    if len(set(policies)) < max(2, len(policies)):
        raise SimError("choosing needs at least two policies, each named once", "选择至少需要两个方案,每个只写一次")
    plans, parameters = [compile_plan(scenario, name) for name in policies], parameters_of(scenario)
    start = max(plan.start_week for plan in plans)

    def draw(which: list[int], replicates: range) -> Floats:
        numbers = np.arange(replicates.start, replicates.stop)
        records, columns = draws(parameters, numbers), []
        for i in which:
            found = run(plans[i], records, numbers)
            columns.append(np.asarray(values(window(found.series, found.names, start), (BY_NAME[measure],)))[:, 0])
        return sign * np.stack(columns, axis=1)

    return draw


def _frame(policies: Sequence[str], found: Choice, good: str) -> pd.DataFrame:
    """Return a row per policy, best first."""
    import pandas as pd

    sign = 1.0 if good == "up" else -1.0
    rows = {
        "policy": list(policies),
        "mean": sign * found.means,
        "replicates": found.replicates,
        "left": [i in found.left for i in range(len(policies))],
    }
    order = ["left", "mean"]
    return pd.DataFrame(rows).sort_values(order, ascending=[False, good != "up"], ignore_index=True)
